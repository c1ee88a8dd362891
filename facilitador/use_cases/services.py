"""The service of the book and the fields it adds to the ficha."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from facilitador.db.queries import services as queries
from facilitador.db.tables.base import insert_row, update_row
from facilitador.db.tables.services import own_fields, services
from facilitador.db.transaction import Transaction
from facilitador.domain.changes import Change, Topic
from facilitador.domain.checks import Checks
from facilitador.domain.compliance import ComplianceScope, Evidence, kept_at_home, stated
from facilitador.domain.due import DueItem, Urgency
from facilitador.domain.phones import check_email
from facilitador.domain.registration_forms import FieldDefinition, FieldKind, FormDefinition, Option
from facilitador.domain.roles import Section, may_write
from facilitador.domain.services import OWN_FIELD_KINDS, Binding, OwnField, Service
from facilitador.domain.text import words
from facilitador.errors import Problem, UserFacingError
from facilitador.reference import districts_by_code, option_codes, registration_form
from facilitador.use_cases.requests import Command, CommandHandler, Query, QueryHandler, Result, writes

OWN_OPTIONS_LIMIT = 30


class DescribeService(Command, kw_only=True):
    """Say who the service is; the first time it makes it, later it rewrites it.

    `ubigeo`: six digits, INEI. `criminal_data_competent` needs `competence_basis`, the rule that gives the competence
    (Ley 29733, 13.8).
    """

    id: UUID | None = None
    revision: int | None = None
    name: str
    kind: str = ""
    binding: Binding = Binding.ADHERES
    ubigeo: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    responsible_officer: str = ""
    criminal_data_competent: bool = False
    competence_basis: str = ""


class AddOwnField(Command, kw_only=True):
    """Add a field of the service's own to the ficha; its kind stays as it is made.

    `options` (2–30 texts) for a choice. `sensitive` keeps it from administrative staff.
    """

    id: UUID | None = None
    label: str
    kind: FieldKind
    options: tuple[str, ...] = ()
    sensitive: bool = True


class RelabelOwnField(Command, kw_only=True):
    """Put other words on one of the service's own fields."""

    own_field_id: UUID
    revision: int | None = None
    label: str


class RetireOwnField(Command, kw_only=True):
    """Ask a field no more (or, with `retired` false, again); its answers stay."""

    own_field_id: UUID
    revision: int | None = None
    retired: bool = True


class ServiceDetails(Query[Service], kw_only=True):
    """The service of the book."""


class OwnFields(Query[tuple[OwnField, ...]], kw_only=True):
    """The fields that the service added, retired ones too."""


class FormInUse(Query[FormDefinition], kw_only=True):
    """The ficha as this service asks it today, its own fields at the end; those of other services are not asked."""


def form_in_use(tx: Transaction) -> FormDefinition:
    """The ficha as this service asks it today, its own fields at the end."""
    return form_with(queries.known_own_fields(tx))


def form_with(own_fields: Iterable[OwnField]) -> FormDefinition:
    """The ficha with these fields at its end; those of other services are read where they were answered."""
    return registration_form(tuple(map(_as_field, own_fields)))


def _as_field(own: OwnField) -> FieldDefinition:
    return FieldDefinition(
        id=own.key,
        label=own.label,
        kind=own.kind,
        access=Section.SOCIAL if own.sensitive else Section.IDENTIFICATION,
        options=tuple(Option(f"o{number}", text) for number, text in enumerate(own.options, start=1)),
        own=True,
        retired=own.retired or not own.here,
    )


def _describe_service(tx: Transaction, command: DescribeService) -> Result:
    values = check_service(command)
    try:
        existing = queries.service(tx)
    except UserFacingError:
        key = insert_row(tx, services, command.id, **values)
    else:
        key = existing.id
        update_row(tx, services, key, command.revision, **values)
    return Result(key, (Change(Topic.SERVICE, key),), tuple(values))


def check_service(command: DescribeService) -> dict[str, object]:
    """The values of a service as they are kept; `InvalidInput` names every field that does not do."""
    checks = Checks()
    email = command.email.strip()
    if email:
        checked = check_email(email, field="email")
        if isinstance(checked, Problem):
            checks.add(checked)
    competent = command.criminal_data_competent
    values: dict[str, object] = {
        "name": checks.line("name", command.name, 160, required=True),
        "kind": checks.known("kind", command.kind, option_codes("service_kinds")),
        "binding": command.binding,
        "ubigeo": checks.known("ubigeo", command.ubigeo, districts_by_code()),
        "address": checks.line("address", command.address, 200),
        "phone": checks.line("phone", command.phone, 40),
        "email": email,
        "responsible_officer": checks.line("responsible_officer", command.responsible_officer, 160),
        "criminal_data_competent": competent,
        "competence_basis": checks.line("competence_basis", command.competence_basis, 200, required=competent),
    }
    checks.refuse_if_any()
    return values


def _add_own_field(tx: Transaction, command: AddOwnField) -> Result:
    checks = Checks()
    label = checks.line("label", command.label, 120, required=True)
    checks.need("kind", command.kind in OWN_FIELD_KINDS, "own_field_kind_unknown")
    options = [checks.line("options", option, 120, required=True) for option in command.options]
    wanted = range(2, OWN_OPTIONS_LIMIT + 1) if command.kind is FieldKind.CHOICE else range(1)
    checks.need("options", len(options) in wanted, "own_field_options", minimum=wanted.start, maximum=wanted.stop - 1)
    checks.need("options", len(set(options)) == len(options), "own_field_options_repeated")
    checks.refuse_if_any()
    before = queries.all_own_fields(tx)
    key = insert_row(
        tx,
        own_fields,
        command.id,
        position=len(before) + 1,
        key=_free_key(queries.known_own_fields(tx), label),
        label=label,
        kind=command.kind,
        options=options,
        sensitive=command.sensitive,
        retired=False,
    )
    return Result(key, (Change(Topic.OWN_FIELDS, key),), ("label", "kind", "options", "sensitive"))


def _free_key(before: Sequence[OwnField], label: str) -> str:
    # the key is read by people in `apply` files: it comes from the words of the label, never from a number of ours
    stem = "_".join(("own", *words(label)))[:34].strip("_")
    taken = {own.key for own in before}
    candidates = [stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3))]
    return next(candidate for candidate in candidates if candidate not in taken)


def _relabel_own_field(tx: Transaction, command: RelabelOwnField) -> Result:
    checks = Checks()
    label = checks.line("label", command.label, 120, required=True)
    checks.refuse_if_any()
    update_row(tx, own_fields, command.own_field_id, command.revision, label=label)
    return Result(command.own_field_id, (Change(Topic.OWN_FIELDS, command.own_field_id),), ("label",))


def _retire_own_field(tx: Transaction, command: RetireOwnField) -> Result:
    update_row(tx, own_fields, command.own_field_id, command.revision, retired=command.retired)
    return Result(command.own_field_id, (Change(Topic.OWN_FIELDS, command.own_field_id),), ("retired",))


def due_items(tx: Transaction) -> Iterable[DueItem]:
    """What papers and the directory need to know of the service."""
    service = queries.service(tx)
    if may_write(tx.actor.role, Section.SERVICE) and not (
        service.ubigeo and service.phone and service.responsible_officer
    ):
        yield DueItem("due_service_incomplete", Urgency.WHENEVER, "service")


@kept_at_home("6.2.6", "VIII")
def evidence(tx: Transaction, scope: ComplianceScope) -> Iterable[Evidence]:
    """How a man reaches the service (6.2.6), and who answers for compliance (VIII)."""
    service = queries.service(tx)
    reached = service.phone or service.email or service.address
    yield stated("6.2.6", "evidence_contact", reached, "service")
    yield stated("VIII", "evidence_responsible", service.responsible_officer, "service")


COMMANDS = (
    CommandHandler(DescribeService, _describe_service, writes(Section.SERVICE)),
    CommandHandler(AddOwnField, _add_own_field, writes(Section.SERVICE)),
    CommandHandler(RelabelOwnField, _relabel_own_field, writes(Section.SERVICE)),
    CommandHandler(RetireOwnField, _retire_own_field, writes(Section.SERVICE)),
)
QUERIES = (
    QueryHandler(ServiceDetails, lambda tx, query: queries.service(tx), Section.SERVICE),
    QueryHandler(OwnFields, lambda tx, query: queries.all_own_fields(tx), Section.SERVICE),
    QueryHandler(FormInUse, lambda tx, query: form_in_use(tx), Section.SERVICE),
)
