"""The views of `show` by name, and what its help says of each."""

from __future__ import annotations

from typing import Final

VIEWS: Final = (
    "groups",
    "group",
    "participants",
    "participant",
    "people",
    "roster",
    "venues",
    "service",
    "home",
    "due",
    "sessions",
    "session",
    "tonight",
    "attendance",
    "calls",
    "topics",
    "compliance",
    "coverage",
    "progress",
    "group-progress",
    "indicators",
    "goals",
    "attendance-rates",
    "absence-rules",
    "instruments",
    "applications",
    "scores",
    "change",
    "items",
    "evaluation",
    "exclusion-check",
    "referrals",
    "care",
    "hand-outs",
    "review-queue",
    "review",
    "closure",
    "practices",
    "packages",
    "directory",
    "protection",
    "contacts",
    "audit",
)
"""What `show` shows."""
NAMES_HELP: Final = """
GRUPO y PARTICIPANTE: el identificador, o el nombre si no hay otro igual. Lo que se escribe
aquí puede quedar en el historial de la consola: con el identificador no queda ningún nombre.
SESIÓN: el identificador, o el grupo y el número: Molle/4."""
VIEWS_HELP: Final = (
    """Vistas:
  groups                    los grupos
  group GRUPO               un grupo y lo que le falta para empezar
  roster GRUPO              quiénes están en un grupo
  participants [TEXTO]      los participantes; con TEXTO, los que coinciden
  participant PARTICIPANTE  la ficha de uno (queda anotado que se vio)
  people                    el equipo
  venues                    los locales
  service                   el servicio y los datos propios de su ficha
  home                      lo que está por hacer, y los servicios de los que se recibieron paquetes
  due                       solo lo que está por hacer: lo vencido, lo de los próximos siete días y lo que no tiene día
  sessions GRUPO            las sesiones de un grupo y lo que conviene mirar en su plan
  session SESIÓN            una sesión: asistencia, bitácora, lo que le falta y sus enmiendas
  tonight GRUPO o SESIÓN    a quiénes se espera, quién avisó, qué le falta a cada uno, qué está pendiente
  attendance SESIÓN         la asistencia de una sesión y quiénes no ingresaron
  calls                     a quién llamar y por qué
  compliance [GRUPO]        cada numeral de la directiva, su estado y su evidencia; sin GRUPO, del servicio
  coverage GRUPO            los temas de cada participante y del grupo
  attendance-rates GRUPO    la asistencia de cada participante y lo que hay que considerar
  progress PARTICIPANTE     cómo va y lo que falta completar con él (queda anotado)
  group-progress GRUPO      cómo va un grupo; junto a los otros del servicio, solo entre cuánto y cuánto
  indicators [GRUPO]        los indicadores del servicio o de un grupo (--span)
  goals [GRUPO]             las metas y cuánto se ha avanzado
  absence-rules             las reglas de inasistencia del servicio
  topics                    los trece temas y los propios
  instruments               los instrumentos y en qué estado están
  applications GRUPO        lo respondido y lo que falta; de un PARTICIPANTE, lo respondido
  scores APLICACIÓN         una aplicación: lo que dice y lo que respondió (queda anotado)
  change PARTICIPANTE       sus aplicaciones de un instrumento, una junto a otra
  items GRUPO               cómo respondió el grupo cada pregunta
  evaluation PARTICIPANTE   lo que se sabe de cada factor; lo que nadie preguntó no es un no (queda anotado)
  exclusion-check PARTICIPANTE  los hechos registrados de cada causa y lo que se decidió (queda anotado)
  review-queue [GRUPO]      lo que espera revisión, de lo más antiguo a lo más nuevo
  review REGISTRO           una bitácora, ficha o decisión con lo que se dijo de ella (queda anotado)
  closure GRUPO             lo que queda abierto antes de cerrar un grupo, o lo que se anotó al cerrarlo
  packages                  los paquetes enviados y recibidos, y de qué servicios hay grupos
  practices [TEXTO]         las buenas prácticas; con TEXTO, las que tienen esas palabras
  referrals [PARTICIPANTE]  las derivaciones, primero lo más urgente; de uno, con el camino de su sanción
  care PARTICIPANTE         su atención individual (queda anotado)
  hand-outs PARTICIPANTE    lo que se le entregó y sus planes (queda anotado)
  directory [TEXTO]         las instituciones, primero las más cercanas, y las líneas nacionales
  protection                los asuntos de protección, sin lo que dicen
  contacts PARTICIPANTE     con --reason y --second-user (o --emergency): queda anotado quién los abrió
  audit [ID]                qué se hizo y quién (solo supervisión)
"""
    + NAMES_HELP
)
