"""The questions about a protection matter, and the commands that their answers are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final
from uuid import UUID

from facilitador.domain.protection import (
    AT_RISK_LABELS,
    CIRCUMSTANCE_LABELS,
    OTHER_STEP,
    REASON_LIMIT,
    SENTENCE_LIMIT,
    TEXT_LIMIT,
    WHO_LIMIT,
    Circumstance,
    PersonAtRisk,
    ProtectionMatter,
    ProtectionStep,
)
from facilitador.domain.registration_forms import Answer, Answers, FieldKind, Option
from facilitador.ui.form_fields import FieldSpec
from facilitador.ui.short_forms import day_in, text_in
from facilitador.use_cases.protection import (
    ChangeProtectionStep,
    DescribeProtection,
    OpenProtection,
    RecordProtectionStep,
    StepForm,
)

SENTENCE: Final = FieldSpec(
    "sentence",
    "Qué se sabe, en una frase",
    FieldKind.LONG_TEXT,
    help="No escriba dónde se encuentra la persona en riesgo.",
    compulsory=True,
    max_length=SENTENCE_LIMIT,
)
REASON: Final = FieldSpec("reason", "¿Por qué?", FieldKind.LONG_TEXT, compulsory=True, max_length=REASON_LIMIT)
_KNOWN: Final = (
    SENTENCE,
    FieldSpec(
        "at_risk",
        "¿Quién está en riesgo?",
        FieldKind.CHOICE,
        help="Por lo que es para él; no hace falta su nombre.",
        options=tuple(Option(str(one), text) for one, text in AT_RISK_LABELS.items()),
    ),
    FieldSpec(
        "circumstances",
        "¿Qué ocurre?",
        FieldKind.CHOICES,
        help="De esto dependen los pasos que se proponen.",
        options=tuple(Option(str(one), text) for one, text in CIRCUMSTANCE_LABELS.items()),
    ),
    FieldSpec("known", "Qué más se sabe", FieldKind.LONG_TEXT, max_length=TEXT_LIMIT),
)
_WHAT: Final = FieldSpec("what", "¿Qué paso?", compulsory=True, max_length=WHO_LIMIT)
_STEP: Final = (
    FieldSpec("who", "¿Quién lo hizo, o a quién se avisó?", max_length=WHO_LIMIT),
    FieldSpec("done_on", "¿Cuándo se hizo?", FieldKind.DATE, help="Vacío si todavía falta hacerlo."),
    FieldSpec("answer", "¿Qué respondieron?", FieldKind.LONG_TEXT, max_length=TEXT_LIMIT),
    FieldSpec("next_on", "Próxima fecha", FieldKind.DATE, help="Cuándo se hace, o cuándo se vuelve a mirar."),
)


def known_fields() -> Iterable[FieldSpec]:
    """What is known of a matter."""
    return _KNOWN


def known_answers(matter: ProtectionMatter) -> Mapping[str, Answer]:
    """What is known, as the questions ask it."""
    text = matter.text
    answers: dict[str, Answer] = {"sentence": text.sentence, "at_risk": str(text.at_risk)}
    if text.circumstances:
        answers["circumstances"] = [str(one) for one in text.circumstances]
    if text.known:
        answers["known"] = text.known
    return answers


def step_fields(kind: str) -> tuple[FieldSpec, ...]:
    """The questions about a step; of another one than those proposed, also what it is."""
    return (_WHAT, *_STEP) if kind == OTHER_STEP else _STEP


def step_answers(step: ProtectionStep | None, today: date) -> Mapping[str, Answer]:
    """A step as the questions ask it; a new one is of today."""
    if step is None:
        return {"done_on": today.isoformat()}
    text = step.text
    given = {
        "what": text.what,
        "who": text.who,
        "answer": text.answer,
        "done_on": step.done_on.isoformat() if step.done_on else "",
        "next_on": step.next_on.isoformat() if step.next_on else "",
    }
    return {name: answer for name, answer in given.items() if answer}


def opening(answers: Answers) -> OpenProtection:
    """The command that opens a matter."""
    return OpenProtection(sentence=text_in(answers, "sentence"))


def describing(matter: ProtectionMatter, answers: Answers) -> DescribeProtection:
    """The command that writes down what is known."""
    chosen = answers.get("circumstances")
    return DescribeProtection(
        matter_id=matter.line.id,
        revision=matter.line.revision,
        sentence=text_in(answers, "sentence"),
        participant_id=matter.text.participant_id,
        at_risk=PersonAtRisk(text_in(answers, "at_risk") or PersonAtRisk.UNKNOWN),
        circumstances=tuple(Circumstance(one) for one in chosen) if isinstance(chosen, list) else (),
        known=text_in(answers, "known"),
    )


def step_command(
    matter_id: UUID, kind: str, step: ProtectionStep | None, answers: Answers
) -> RecordProtectionStep | ChangeProtectionStep:
    """The command that notes a step, or writes one over."""
    form = StepForm(
        kind=kind,
        what=text_in(answers, "what"),
        who=text_in(answers, "who"),
        done_on=day_in(answers, "done_on"),
        answer=text_in(answers, "answer"),
        next_on=day_in(answers, "next_on"),
    )
    given = {name: getattr(form, name) for name in StepForm.__struct_fields__}
    if step is None:
        return RecordProtectionStep(matter_id=matter_id, **given)
    return ChangeProtectionStep(step_id=step.id, revision=step.revision, **given)
