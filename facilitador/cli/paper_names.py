"""The papers of `print` by name, and what its help says of each."""

from __future__ import annotations

from typing import Final

from facilitador.cli.view_names import NAMES_HELP

_ALWAYS_BLANK: Final = (
    "blank-ficha",
    "consent",
    "blank-session-log",
    "blank-evaluation",
    "blank-protection",
    "security",
    "wall-card",
)
BLANK_PAPERS: Final = (
    *_ALWAYS_BLANK,
    "attendance-sheet",
    "agreements",
    "test-blank",
    "referral-letter",
    "hand-out",
)
"""Those that can be made without a book."""
PAPERS: Final = (
    *_ALWAYS_BLANK,
    "directory",
    "key-card",
    "ficha",
    "fichas",
    "roster",
    "attendance-sheet",
    "agreements",
    "calendar",
    "sign-in",
    "tonight",
    "session-plan",
    "compliance",
    "coverage",
    "progress",
    "constancia",
    "constancia-plain",
    "session-log",
    "test-blank",
    "test-result",
    "group-profile",
    "group-report",
    "service-report",
    "decision-letter",
    "handover-record",
    "referral-letter",
    "referral-cover",
    "referral-sheet",
    "hand-out",
)
"""What `print` prints."""
PAPERS_HELP: Final = (
    """Documentos:
  blank-ficha             la ficha en blanco (no necesita CUADERNO)
  consent                 el consentimiento (no necesita CUADERNO)
  blank-session-log       la bitácora en blanco (no necesita CUADERNO)
  wall-card               los números de emergencia para la pared (en blanco, no necesita CUADERNO)
  directory               el directorio de instituciones
  key-card                la propia llave para paquetes, con su huella y un código para la cámara
  blank-evaluation        la evaluación inicial en blanco (no necesita CUADERNO)
  blank-protection        la hoja de protección en blanco (no necesita CUADERNO)
  security                cómo se protegen los datos y qué se guarda (no necesita CUADERNO)
  ficha PARTICIPANTE      la ficha de uno
  fichas GRUPO            las fichas de un grupo
  roster GRUPO            la lista del grupo
  attendance-sheet GRUPO  la hoja de asistencia (sin CUADERNO ni GRUPO: en blanco)
  agreements GRUPO        los acuerdos del grupo (sin CUADERNO ni GRUPO: en blanco)
  calendar GRUPO          las fechas que vienen, para los participantes
  sign-in SESIÓN          la hoja de una sesión para firmar
  tonight SESIÓN          la hoja de la noche, solo para el equipo
  compliance [GRUPO]      cumplimiento de la directiva, de un grupo o del servicio, para la DATPS
  coverage GRUPO          asistencia y temas de un grupo
  progress PARTICIPANTE   cómo va un participante, en una hoja para el equipo
  constancia PARTICIPANTE  su asistencia y nada más; dice qué no prueba (6.2.8)
  constancia-plain PARTICIPANTE  la de su trabajo: solo días y horas
  session-plan SESIÓN     el plan de una sesión, para quienes facilitan
  session-log SESIÓN      la bitácora de una sesión: los participantes, por número
  test-blank GRUPO        las preguntas en papel, una hoja por participante, con código en lugar de nombre
                          (sin CUADERNO ni GRUPO: una hoja en blanco; cuál, con --instrument)
  test-result APLICACIÓN  lo que respondió un participante y lo que dice
  group-profile GRUPO     cómo respondió el grupo y qué cambió, sin nombres
  group-report GRUPO      indicadores y metas de un grupo en un periodo (--span, --day), sin nombres
  service-report          lo mismo, de todo el servicio
  handover-record ENTREGA  el acta de lo que pasa a otro servicio (por identificador, de show packages);
                          sin los nombres de los participantes, salvo con --with-men
  decision-letter DECISIÓN  la carta a un participante, sin la causa (por identificador)
  referral-letter DERIVACIÓN  la carta con su hoja de respuesta (sin CUADERNO ni DERIVACIÓN: en blanco)
  referral-cover DERIVACIÓN   la cara exterior de la carta
  referral-sheet DERIVACIÓN   la hoja para él: dónde, cuándo y qué llevar
  hand-out PARTICIPANTE   lo que lleva consigo: a quién preguntar y su plan (sin CUADERNO ni él: en blanco)
"""
    + NAMES_HELP
)
"""What the help of `print` says of each."""
