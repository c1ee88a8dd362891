"""What was done in a book, in the words of who reads it: the actions of the audit, what was seen, printed, taken out.

A command that leaves an entry has its words here; one of a later version shows its own name, for it must not vanish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from facilitador.domain.audit_chain import ChainFault, FaultKind
from facilitador.domain.mentions import LeftNamed

ACTIONS: Final = {
    "CommentReview": "comentó lo que revisa",
    "ReturnReview": "devolvió un registro para completar",
    "ApproveReview": "dio por conforme un registro",
    "ReopenReview": "abrió otra vez lo que estaba conforme",
    "AnswerReview": "respondió un comentario de la revisión",
    "CompleteReview": "completó un registro devuelto",
    "CloseCycle": "cerró el ciclo de un grupo",
    "ReopenCycle": "abrió otra vez un grupo",
    "RecordPractice": "anotó una buena práctica",
    "ChangePractice": "cambió una buena práctica",
    "RemovePractice": "quitó una buena práctica",
    "OpenReferral": "derivó a un participante",
    "RecordReferralStep": "anotó un paso de una derivación",
    "DescribeReferralVisit": "cambió la cita de una derivación",
    "RevokeReferralConsent": "anotó que un participante retiró su acuerdo",
    "WithdrawReferral": "retiró una derivación anotada por error",
    "RecordSanctionAlternative": "anotó qué se hizo donde no hay un CAI",
    "WithdrawSanctionAlternative": "retiró lo anotado donde no hay un CAI",
    "OpenCare": "anotó una atención individual",
    "AgreeCare": "anotó lo acordado en una atención individual",
    "NoteCare": "anotó algo de una atención individual",
    "CloseCare": "cerró una atención individual",
    "SetInformationSources": "cambió dónde hay más información",
    "GiveMaterial": "anotó un material entregado",
    "WithdrawMaterial": "retiró un material anotado por error",
    "WriteRetreatPlan": "anotó el plan de un participante",
    "AddDirectoryEntry": "anotó una institución en el directorio",
    "AddLocalFeast": "anotó una fiesta del lugar",
    "AddOwnTopic": "agregó un tema propio",
    "AddNewcomer": "agregó a la sesión a un participante nuevo",
    "AddOwnField": "agregó un dato propio a la ficha",
    "AddPersonWithAccess": "dio acceso a una persona",
    "AddSession": "agregó una sesión",
    "AddTeamMember": "agregó a alguien del equipo",
    "AmendLog": "enmendó una bitácora cerrada",
    "AddVenue": "agregó un local",
    "AnnounceAbsence": "anotó el aviso de una inasistencia",
    "AttendDoorRefusal": "anotó qué se hizo para proteger a quien podía estar en riesgo",
    "ChangeRole": "cambió el rol de una persona",
    "CancelSession": "canceló una sesión",
    "ChangeDirectoryEntry": "cambió los datos de una institución",
    "ChangeEnrolmentStatus": "cambió la situación de una inscripción",
    "ChangeGroup": "cambió los datos de un grupo",
    "ChangeOwnTopic": "cambió un tema propio",
    "ChangeIncident": "cambió un incidente o su seguimiento",
    "ChangeParticipant": "cambió una ficha",
    "ChangePassphrase": "cambió su clave",
    "ChangeVenue": "cambió los datos de un local",
    "ClockWentBack": "encontró el reloj de la computadora atrasado",
    "Close": "cerró el cuaderno",
    "CloseLog": "cerró una bitácora",
    "CloseShort": "hizo el cierre corto de una sesión",
    "CloseGroup": "cerró un grupo",
    "ChooseBackupPlaces": "eligió dónde se guardan las copias de respaldo",
    "ConfirmRecoveryCodeKept": "anotó quién guarda el código de recuperación",
    "CopyToSecondPlace": "copió el cuaderno al segundo lugar",
    "DecideOtherwise": "anotó que se decidió de otro modo sobre un numeral de la directiva",
    "DeclareCompliance": "firmó una declaración sobre un numeral de la directiva",
    "DescribeDoorRefusal": "completó lo anotado sobre quien no ingresó",
    "DescribeService": "describió el servicio",
    "DescribeSession": "anotó datos de una sesión",
    "DescribeTeamMember": "cambió los datos de alguien del equipo",
    "EndAccess": "quitó el acceso a una persona",
    "EnrolParticipant": "inscribió a un participante",
    "Export": "sacó datos del cuaderno a un archivo",
    "FailedOpenings": "al abrir, encontró intentos anteriores con una clave que no era",
    "FormGroup": "formó un grupo",
    "GiveAccess": "dio acceso a alguien del equipo",
    "GiveTemporaryPassphrase": "dio una clave temporal nueva",
    "Lock": "bloqueó el cuaderno",
    "MarkAttendance": "registró una asistencia",
    "MarkUnmarked": "registró la asistencia de quienes faltaba registrar",
    "MergeSession": "juntó dos sesiones",
    "MergeNewcomer": "unió la ficha de un participante nuevo con otra",
    "MoveInWaitingList": "ordenó la lista de espera",
    "MoveSession": "pasó una sesión a otra fecha u hora",
    "Open": "abrió el cuaderno",
    "OpenWithRecoveryCode": "abrió el cuaderno con el código de recuperación",
    "PlanSessions": "guardó el plan de un grupo",
    "Print": "imprimió un documento",
    "PutOffSecondAccess": "dejó para después el acceso de otra persona",
    "RecordAbsenceStep": "anotó un paso por inasistencias",
    "RecordCall": "anotó una llamada",
    "RecordIncident": "anotó un incidente",
    "RemoveIncident": "retiró un incidente anotado por error",
    "SaveLog": "escribió la bitácora de una sesión",
    "WriteManNote": "escribió una nota para un participante",
    "RecordConsent": "anotó un consentimiento",
    "ImportDirectory": "trajo una lista de instituciones al directorio",
    "ImportRoster": "incorporó una lista a un grupo",
    "ConfirmDelivery": "anotó que se entregó algo a otro servicio",
    "UndoDelivery": "dejó sin efecto una entrega a otro servicio",
    "RecordReceipt": "anotó que otro servicio recibió lo entregado",
    "RecordMovingConsent": "anotó el acuerdo de un participante para pasar a otro servicio",
    "RevokeMovingConsent": "anotó que un participante ya no quiere pasar a otro servicio",
    "UniteReceived": "unió a un participante recibido con otro ya registrado",
    "RecordHandover": "anotó una entrega de cargo",
    "RecordMakeUp": "anotó una sesión recuperada",
    "RecordTraining": "anotó una capacitación",
    "RefuseAtDoor": "anotó que un participante no ingresó",
    "RehearseRestore": "probó restaurar una copia de respaldo",
    "RestoreBook": "volvió a una copia de respaldo",
    "RegisterParticipant": "registró una ficha",
    "RelabelOwnField": "cambió las palabras de un dato propio",
    "RemoveAbsenceStep": "retiró un paso por inasistencias anotado por error",
    "RemoveCall": "retiró una llamada anotada por error",
    "RemoveMakeUp": "retiró una sesión recuperada anotada por error",
    "RemoveLocalFeast": "quitó una fiesta del lugar",
    "RemoveTraining": "retiró una capacitación anotada por error",
    "RenewRecoveryCode": "renovó el código de recuperación",
    "ReplanTopics": "cambió los temas de una sesión",
    "ReplaceFacilitator": "nombró a quien continúa con un grupo",
    "RestoreSession": "volvió a poner una sesión en el plan",
    "RetireDirectoryEntry": "retiró o repuso una institución del directorio",
    "RetireOwnField": "retiró o repuso un dato propio",
    "RetireOwnTopic": "retiró o repuso un tema propio",
    "ReviewAccess": "revisó los accesos",
    "RevokeConsent": "anotó el retiro de un consentimiento",
    "RegisterRightsRequest": "anotó un pedido sobre datos personales",
    "AnswerRightsRequest": "respondió un pedido sobre datos personales",
    "SetRetention": "puso un plazo de conservación",
    "ProposePurge": "propuso retirar los datos de un participante",
    "WithdrawPurge": "dejó sin efecto una propuesta de retirar datos",
    "ConfirmPurge": "retiró del cuaderno los datos de un participante",
    "LeaveNamed": "decidió que se quedan textos con el nombre de quien se retiró",
    "SetAbsenceRules": "puso las reglas de inasistencia",
    "SetGoal": "puso una meta",
    "DescribeGoal": "cambió una meta",
    "NoteGoal": "anotó el avance de una meta",
    "CloseGoal": "cerró una meta",
    "ShareOwnField": "declaró que un dato propio no identifica a nadie",
    "UnshareOwnField": "retiró la declaración sobre un dato propio",
    "SplitSession": "repartió los temas de una sesión en dos",
    "StartGroup": "empezó un grupo",
    "Pack": "preparó un paquete para otro cuaderno",
    "TakeIn": "incorporó un paquete de otro cuaderno",
    "UndoPackage": "deshizo un paquete de otro cuaderno",
    "RemoveSource": "quitó del cuaderno lo recibido de otro servicio",
    "TrustKey": "confirmó la llave de una persona de otro cuaderno",
    "UndoRosterImport": "deshizo la incorporación de una lista",
    "VerifyDirectoryEntry": "comprobó los datos de una institución",
    "View": "vio una ficha",
    "WithdrawAnnouncement": "retiró el aviso de una inasistencia",
    "WithdrawKey": "retiró la llave de una persona de otro cuaderno",
    "WithdrawStatement": "retiró lo declarado o decidido sobre un numeral de la directiva",
    "WithdrawDoorRefusal": "retiró una anotación de que alguien no ingresó",
    "AllowInstrument": "dijo quién aplica un instrumento y quién actúa",
    "AttendCritical": "atendió una respuesta que no podía esperar",
    "FinishApplication": "terminó de registrar las respuestas de un participante",
    "LoadInstrument": "cargó un instrumento",
    "PlanApplications": "decidió cuándo se aplica un instrumento",
    "PrintSheets": "imprimió hojas con códigos para un grupo",
    "RecordApplication": "registró las respuestas en papel de un participante",
    "RetireInstrument": "retiró o repuso un instrumento",
    "SecondEntry": "digitó por segunda vez las respuestas en papel",
    "StartApplication": "empezó a aplicar un instrumento a un participante",
    "OpenProtection": "abrió un asunto de protección",
    "DescribeProtection": "completó un asunto de protección",
    "RecordProtectionStep": "anotó un paso de protección",
    "ChangeProtectionStep": "cambió un paso de protección",
    "CloseProtection": "cerró un asunto de protección",
    "ReopenProtection": "abrió otra vez un asunto de protección",
    "RecordContact": "anotó datos reservados",
    "ChangeContact": "cambió datos reservados",
    "WithdrawContact": "retiró datos reservados",
    "OpenContacts": "abrió datos reservados",
    "ContactsNotOpened": "intentó abrir datos reservados con una clave que no era",
    "CountersignOpening": "firmó una apertura de emergencia de datos reservados",
    "RecordEvaluation": "anotó un dato de una evaluación",
    "WithdrawEvaluation": "retiró un dato de una evaluación anotado por error",
    "RecordRiskLevel": "anotó el nivel de riesgo que dijo una autoridad",
    "WithdrawRiskLevel": "retiró un nivel de riesgo anotado por error",
    "RecordExclusionDecision": "anotó una decisión sobre un participante",
    "WithdrawExclusionDecision": "retiró una decisión sobre un participante",
    "TellExclusionDecision": "anotó que se comunicó una decisión",
    "VoidApplication": "anuló las respuestas de un participante",
}


VIEWS: Final = {
    "ParticipantRecord": "vio una ficha",
    "EvaluationOf": "vio la evaluación inicial de un participante",
    "ExclusionCheckOf": "vio las decisiones sobre un participante",
    "DecisionSafety": "vio quién podía estar en riesgo por una decisión",
    "NotesOfParticipant": "vio las notas sobre un participante",
    "ManProgressOf": "vio el avance de un participante",
    "ManNumbersIn": "vio la asistencia de un participante",
    "CareOf": "vio los acompañamientos de un participante",
    "HandOutsOf": "vio lo que se entregó a un participante",
    "RightsOf": "vio los pedidos de un participante sobre sus datos",
    "SubjectAccess": "vio todo lo que se guarda de un participante",
    "ReferralDetails": "vio una derivación",
    "Referrals": "vio las derivaciones de un participante",
    "ReviewOf": "vio algo para revisarlo",
    "ProtectionMatterDetails": "vio un asunto de protección",
    "ApplicationDetails": "vio las respuestas de un participante",
    "Change": "vio cómo cambiaron las respuestas de un participante",
    "ApplicationResultPrint": "vio lo que dicen las respuestas de un participante",
    "EarlierStaysOf": "vio en qué otros servicios estuvo un participante",
    "PackMan": "preparó el paquete de un participante para otro servicio",
}
"""What was on the screen, by the query that read it."""

PAPERS: Final = {
    "agreements": "los acuerdos de un grupo",
    "attendance-sheet": "una lista de asistencia",
    "audit-day": "el registro de uso de un día",
    "constancia": "una constancia",
    "constancia_plain": "una constancia para el trabajo",
    "coverage": "la asistencia y los temas de un grupo",
    "decision-letter": "una carta a un participante",
    "rights-letter": "la respuesta a un pedido sobre datos personales",
    "subject-access": "todo lo que se guarda de un participante",
    "ficha": "una ficha",
    "group-profile": "cómo respondió un grupo",
    "hand-out": "una hoja para llevar",
    "key-card": "la llave de una persona para recibir paquetes",
    "handover": "un acta de entrega de cargo",
    "handover-record": "un acta de entrega entre servicios",
    "progress": "el avance de un participante",
    "referral-letter": "una carta de derivación",
    "roster": "la nómina de un grupo",
    "service-report": "un informe del servicio",
    "session-log": "una bitácora de sesión",
    "sign-in": "una hoja para firmar",
    "test-blank": "preguntas en papel",
    "test-result": "el resultado de unas preguntas",
    "tonight": "la hoja de la noche",
}
"""What was printed, by the name of the paper in its numbered list."""

TAKEN_OUT: Final = {
    "anonymised": "datos sin nombres",
    "answers": "respuestas sin nombres",
    "audit": "el registro de uso",
    "directory": "el directorio",
    "marks": "la asistencia",
    "indicators": "los indicadores",
    "ics": "las fechas de un grupo",
}
"""What left the book, by the name of the export."""


_LEFT: Final[Mapping[str, str]] = {
    LeftNamed.NOT_HIM: "ninguno habla de él",
    LeftNamed.NEEDED: "hacen falta para otras personas",
}

_FAULTS: Final = {
    FaultKind.UNFITTING: (
        "la anotación {first} no es como se escribió",
        "las anotaciones {first} a {last} no son como se escribieron",
    ),
    FaultKind.MISSING: ("falta la anotación {first}", "faltan las anotaciones {first} a {last}"),
    FaultKind.CUT: ("falta la última anotación, la {first}", "faltan las últimas anotaciones, {first} a {last}"),
}
_FAULTS_TOLD: Final = 5


def faults_told(faults: Sequence[ChainFault]) -> str:
    """What is wrong with the chain, the first few faults by their numbers."""
    told = [_FAULTS[one.kind][one.last > one.first].format(first=one.first, last=one.last) for one in faults]
    more = len(told) - _FAULTS_TOLD
    return "; ".join(told[:_FAULTS_TOLD]) + (f"; y {more} más" if more > 0 else "")


def action(name: str) -> str:
    """What was done, as the audit names it."""
    return ACTIONS.get(name, name)


def told(name: str, details: Mapping[str, Any]) -> str:
    """What was done, with what the entry says of it: what was seen, printed, taken out; how many, when."""
    if name == "View":
        return VIEWS.get(str(details.get("view")), action(name))
    if name == "Print":
        return _of(action(name), "imprimió", PAPERS.get(str(details.get("document"))), details.get("number"))
    if name == "Export":
        return _of(action(name), "sacó a un archivo", TAKEN_OUT.get(str(details.get("what"))))
    if name == "FailedOpenings" and (count := details.get("count")):
        times = "1 intento anterior" if count == 1 else f"{count} intentos anteriores"
        return f"al abrir, encontró {times} con una clave que no era"
    if name == "LeaveNamed" and (why := _LEFT.get(str(details.get("left")))):
        return f"{action(name)} ({details.get('count')}): {why}"
    return action(name)


def _of(general: str, verb: str, what: str | None, number: object = None) -> str:
    if what is None:
        return general
    return f"{verb} {what}" + (f" (N.º {number})" if number else "")
