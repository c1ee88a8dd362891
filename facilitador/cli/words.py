"""The words of codes that the program computes on, for the lines that a person reads."""

from __future__ import annotations

from datetime import date
from typing import Final

from facilitador.domain.dates import WEEKDAYS, format_date
from facilitador.domain.groups import AgeBand, Group, GroupStatus
from facilitador.domain.roles import Role
from facilitador.domain.services import Binding

ROLES: Final = {Role.FACILITATOR: "facilita", Role.SUPERVISOR: "supervisa", Role.STAFF: "apoyo administrativo"}
BINDINGS: Final = {
    Binding.MIMP_BODY: "es del MIMP",
    Binding.BOUND: "la directiva lo obliga",
    Binding.ADHERES: "adhiere a la directiva",
}
GROUP_STATUSES: Final = {
    GroupStatus.FORMING: "en formación",
    GroupStatus.RUNNING: "en marcha",
    GroupStatus.CLOSED: "cerrado",
}
AGE_BANDS: Final = {AgeBand.ADULTS: "adultos", AgeBand.ADOLESCENTS: "adolescentes"}
COUNTED: Final = {
    "participants": "Participantes",
    "groups": "Grupos",
    "people": "Personas del equipo",
    "venues": "Locales",
    "enrolments": "Inscripciones",
    "prints": "Impresiones numeradas",
}
ACTIONS: Final = {
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
    "CloseLog": "cerró una bitácora",
    "CloseShort": "hizo el cierre corto de una sesión",
    "CloseGroup": "cerró un grupo",
    "ChooseBackupPlaces": "eligió dónde se guardan las copias de respaldo",
    "ConfirmRecoveryCodeKept": "anotó quién guarda el código de recuperación",
    "CopyToSecondPlace": "copió el cuaderno al segundo lugar",
    "DescribeDoorRefusal": "completó lo anotado sobre quien no ingresó",
    "DescribeService": "describió el servicio",
    "DescribeSession": "anotó datos de una sesión",
    "DescribeTeamMember": "cambió los datos de alguien del equipo",
    "EndAccess": "quitó el acceso a una persona",
    "EnrolParticipant": "inscribió a un participante",
    "Export": "sacó datos del cuaderno a un archivo",
    "FormGroup": "formó un grupo",
    "GiveAccess": "dio acceso a alguien del equipo",
    "GiveTemporaryPassphrase": "dio una clave temporal nueva",
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
    "RecordHandover": "anotó una entrega de cargo",
    "RecordMakeUp": "anotó una sesión recuperada",
    "RecordTraining": "anotó una capacitación",
    "RefuseAtDoor": "anotó que un participante no ingresó",
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
    "SetAbsenceRules": "puso las reglas de inasistencia",
    "SplitSession": "repartió los temas de una sesión en dos",
    "StartGroup": "empezó un grupo",
    "UndoRosterImport": "deshizo la incorporación de una lista",
    "VerifyDirectoryEntry": "comprobó los datos de una institución",
    "View": "vio una ficha",
    "WithdrawAnnouncement": "retiró el aviso de una inasistencia",
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
SIZE_UNIT: Final = 1024


def action(name: str) -> str:
    """What was done, as the audit names it; the name itself for one of a later version, which must not vanish."""
    return ACTIONS.get(name, name)


def role(of: Role | None) -> str:
    """What someone does in the book."""
    return ROLES[of] if of is not None else "sin clave"


def day(on: date | None) -> str:
    """A day as dd/mm/aaaa; nothing where it is not known."""
    return format_date(on) if on is not None else ""


def hours(group: Group) -> str:
    """`miércoles, 19:00`; nothing where it is not known."""
    if group.weekday is None:
        return ""
    return WEEKDAYS[group.weekday] + (f", {group.starts_at:%H:%M}" if group.starts_at else "")


def yes_no(value: bool) -> str:
    """Sí or no."""
    return "sí" if value else "no"


def size(count: int) -> str:
    """A size in KiB or MiB, with a decimal comma."""
    kibibytes = count / SIZE_UNIT
    if kibibytes < SIZE_UNIT:
        return f"{kibibytes:.0f} KiB"
    return f"{kibibytes / SIZE_UNIT:.1f} MiB".replace(".", ",")
