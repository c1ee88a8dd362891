"""Papers on evaluations and decisions."""

from __future__ import annotations

from datetime import date

from facilitador.documents import decision_letters, evaluation_forms
from facilitador.documents.blocks import Document, Letterhead
from facilitador.domain.exclusions import Outcome
from facilitador.reference import evaluation_factors


def evaluation_papers(head: Letterhead, name: str) -> dict[str, Document]:
    """One of each, by the name of its golden file."""

    def letter(outcome: Outcome, *places: str, told: date | None = date(2026, 3, 9)) -> Document:
        review = date(2026, 4, 6)
        return decision_letters.compose(decision_letters.DecisionLetter(head, 14, name, outcome, told, review, places))

    return {
        "blank_evaluation": evaluation_forms.compose_blank(
            evaluation_forms.BlankEvaluation(head, evaluation_factors(), competent=True)
        ),
        "decision_letter": letter(
            Outcome.NOT_CONTINUING, "Centro de salud mental comunitario. Jr. Unión 214. 981 000 111", "CAI de Huamanga"
        ),
        "decision_letter_conditions": letter(Outcome.CONDITIONS, told=None),
        "decision_letter_returns": letter(Outcome.RETURNS),
    }
