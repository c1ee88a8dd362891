"""Facilitador: the notebook of those who run groups of men under Directiva General 018-2016-MIMP.

Glossary (English in code, the directive's word where a person reads):

book/cuaderno, service/servicio, person/persona del equipo, venue/local, group/grupo, participant/participante,
enrolment/inscripción, stint/permanencia, seat/lugar, waiting list/lista de espera, registration form/ficha de registro,
consent/consentimiento, agreement/acuerdo, entry test/prueba de entrada, session/sesión, topic/tema, area/ámbito,
attendance/asistencia, incident/incidente, exclusion/exclusión, referral/derivación, return slip/hoja de respuesta,
directory/directorio, review/revisión, ubigeo, package/paquete, trusted key/llave de confianza, fingerprint/huella,
hand-over/entrega, delivery/lo entregado, receipt/recibo, origin/de qué servicio.
"""

__version__ = "0.1.0"
