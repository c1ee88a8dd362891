"""The questions about one rule and about the share that is asked, and the command that sets them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from facilitador.domain.absence_policies import (
    HIGHEST_PERCENT,
    KIND_LABELS,
    LOWEST_PERCENT,
    RULE_STEPS,
    AttendancePolicy,
)
from facilitador.domain.attendance import (
    MARK_LABELS,
    MOST_ABSENCES,
    STEP_LABELS,
    AbsenceRule,
    AbsenceRuleKind,
    AbsenceStep,
    AttendanceMark,
)
from facilitador.domain.registration_forms import YES, YES_NO_OPTIONS, Answer, Answers, FieldKind, Option
from facilitador.errors import InvalidInput, Problem
from facilitador.ui.form_fields import FieldSpec, FormPart
from facilitador.ui.short_forms import is_yes, text_in
from facilitador.ui.widgets.steady_choice import SteadyChoice
from facilitador.use_cases.absence_rules import RuleToSet, SetAbsenceRules

DRAFT_NAME = "absence_rules"
NEW_RULE: dict[str, Answer] = {
    "kind": str(AbsenceRuleKind.TOTAL),
    "marks": [str(AttendanceMark.ABSENT_WITHOUT_NOTICE)],
    "make_up": YES,
    "step": str(AbsenceStep.NOTICE),
}
_COUNTED = (
    AttendanceMark.ABSENT_WITHOUT_NOTICE,
    AttendanceMark.ABSENT_WITH_NOTICE,
    AttendanceMark.NOT_ADMITTED,
)


def rule_parts() -> tuple[FormPart, ...]:
    """One rule."""
    kinds = tuple(Option(str(kind), KIND_LABELS[kind]) for kind in AbsenceRuleKind)
    marks = tuple(Option(str(mark), MARK_LABELS[mark]) for mark in _COUNTED)
    steps = tuple(Option(str(step), STEP_LABELS[step]) for step in RULE_STEPS)
    fields = (
        FieldSpec(
            "count",
            "¿Después de cuántas inasistencias?",
            FieldKind.NUMBER,
            help=f"De 1 a {MOST_ABSENCES}.",
            compulsory=True,
        ),
        FieldSpec(
            "kind",
            "¿Cómo se cuentan?",
            FieldKind.CHOICE,
            help="«En una misma etapa» sirve cuando las sesiones tienen anotada su etapa.",
            options=kinds,
            control=partial(SteadyChoice, kinds, str(AbsenceRuleKind.TOTAL)),
        ),
        FieldSpec("marks", "¿Cuáles cuentan?", FieldKind.CHOICES, options=marks, compulsory=True),
        FieldSpec(
            "make_up",
            "Si recupera la sesión, ¿la inasistencia deja de contar?",
            FieldKind.YES_NO,
            options=YES_NO_OPTIONS,
            control=partial(SteadyChoice, YES_NO_OPTIONS, YES, across=True),
        ),
        FieldSpec(
            "step",
            "¿Qué paso se propone?",
            FieldKind.CHOICE,
            help="El programa solo lo propone: nunca avisa ni suspende por su cuenta.",
            options=steps,
            control=partial(SteadyChoice, steps, str(AbsenceStep.NOTICE)),
        ),
    )
    return (FormPart("", "", fields),)


def share_parts() -> tuple[FormPart, ...]:
    """The share of his sessions that a man attends who completes."""
    field = FieldSpec(
        "minimum_percent",
        "Para completar: porcentaje de sus sesiones",
        FieldKind.NUMBER,
        help=f"De {LOWEST_PERCENT} a {HIGHEST_PERCENT}. Vacío: el programa no dice quién ya no puede completar.",
    )
    return (FormPart("", "", (field,)),)


def share_answers(policy: AttendancePolicy) -> dict[str, Answer]:
    """The share as it is set."""
    return {} if policy.minimum_percent is None else {"minimum_percent": policy.minimum_percent}


def with_rule(policy: AttendancePolicy, answers: Answers) -> SetAbsenceRules:
    """The policy with one rule more; what is wrong with the new rule is said beside its question."""
    marks = answers.get("marks")
    chosen = marks if isinstance(marks, list) else []
    new = RuleToSet(
        kind=AbsenceRuleKind(text_in(answers, "kind")),
        count=_number(answers, "count", 1, MOST_ABSENCES) or 0,
        step=AbsenceStep(text_in(answers, "step")),
        marks=tuple(AttendanceMark(mark) for mark in chosen),
        make_up=is_yes(answers, "make_up"),
    )
    same = (new.kind, new.count, frozenset(new.marks), new.make_up)
    if any((one.kind, one.count, one.marks, one.make_up) == same for one in policy.rules):
        raise InvalidInput([Problem("count", "absence_rule_twice")])
    return _set(policy, (*map(_to_set, policy.rules), new), policy.minimum_percent)


def without_rule(policy: AttendancePolicy, rule: AbsenceRule) -> SetAbsenceRules:
    """The policy without one rule."""
    return _set(policy, (_to_set(one) for one in policy.rules if one != rule), policy.minimum_percent)


def with_share(policy: AttendancePolicy, answers: Answers) -> SetAbsenceRules:
    """The policy with this share."""
    percent = _number(answers, "minimum_percent", LOWEST_PERCENT, HIGHEST_PERCENT)
    return _set(policy, map(_to_set, policy.rules), percent)


def _set(policy: AttendancePolicy, rules: Iterable[RuleToSet], percent: int | None) -> SetAbsenceRules:
    return SetAbsenceRules(rules=tuple(rules), minimum_percent=percent, revision=policy.revision)


def _to_set(rule: AbsenceRule) -> RuleToSet:
    return RuleToSet(
        kind=rule.kind, count=rule.count, step=rule.step, marks=tuple(sorted(rule.marks)), make_up=rule.make_up
    )


def _number(answers: Answers, name: str, lowest: int, highest: int) -> int | None:
    """The number typed; refused out of its bounds, so that it is said beside its question."""
    typed = answers.get(name)
    if typed is None:
        return None
    number = int(str(typed))
    if not lowest <= number <= highest:
        raise InvalidInput([Problem(name, "number_out_of_range", {"minimum": lowest, "maximum": highest})])
    return number
