"""Papers of an invented instrument: sheets to answer by hand, a result, a group before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from facilitador.documents import group_profiles, instrument_results, instrument_sheets
from facilitador.documents.blocks import Document, Letterhead
from facilitador.domain.applications import (
    ApplicationLine,
    ApplicationRecord,
    ApplicationStatus,
    CriticalMatter,
    GivenAnswers,
    Mode,
    Purpose,
    counts,
)
from facilitador.domain.consent_texts import ConsentText
from facilitador.domain.instruments import REFUSED, Instrument
from facilitador.domain.profiles import GroupProfileData, ManChange, ManProfile, ScoredApplication, man_change
from facilitador.domain.profiles import group_profile as profile_of
from facilitador.domain.scoring import score
from facilitador.reference.instrument_files import parse_instrument
from tests.use_cases.answering import ALARMING, CALM, NORMS, TIRED, text

DAY = date(2026, 11, 25)
INSTRUMENT = parse_instrument(text().encode())
NORMED = parse_instrument(text(norms=NORMS).encode())
BOTH = (Purpose.ENTRY, Purpose.EXIT)


def scored(man: int, purpose: Purpose, answers: GivenAnswers, instrument: Instrument = INSTRUMENT) -> ScoredApplication:
    """A finished application of a man."""
    return ScoredApplication(
        UUID(int=100 + man), UUID(int=man), purpose, DAY, instrument, answers, score(instrument, answers)
    )


def group(
    *men: tuple[GivenAnswers | None, ...], purposes: tuple[Purpose, ...] = BOTH, instrument: Instrument = INSTRUMENT
) -> GroupProfileData:
    """A group whose men gave these answers at these purposes."""
    of_men = [
        ManProfile(
            UUID(int=number),
            f"Nombre {number}",
            number,
            tuple(
                None if given is None else scored(number, purpose, given, instrument)
                for purpose, given in zip(purposes, answers, strict=True)
            ),
        )
        for number, answers in enumerate(men, start=1)
    ]
    everybody = {
        purpose: [answers[at] for answers in men if answers[at] is not None] for at, purpose in enumerate(purposes)
    }
    return profile_of((UUID(int=1), "Grupo Qantu"), instrument, purposes, of_men, everybody, 0)  # type: ignore[arg-type]


PROFILE = group((TIRED, CALM), (CALM, CALM), (TIRED, TIRED), (TIRED, None), ({"d1": 4}, CALM))
ONCE = group((TIRED,), (CALM,), (ALARMING,), purposes=(Purpose.ENTRY,))
NORMED_PROFILE = group((TIRED, CALM), (CALM, TIRED), (CALM, CALM), instrument=NORMED)


def record(instrument: Instrument, answers: GivenAnswers, *, status: ApplicationStatus) -> ApplicationRecord:
    """One man's application for the team."""
    answered, refused = counts(answers)
    line = ApplicationLine(
        UUID(int=7),
        UUID(int=1),
        "Ñahui Álvarez, José",
        None,
        instrument.id,
        instrument.edition,
        instrument.name,
        Purpose.ENTRY,
        Mode.PAPER,
        status,
        "K7M4PX",
        DAY,
        len(instrument.items),
        answered,
        refused,
        False,
        1,
        1,
    )
    matter = CriticalMatter(
        UUID(int=7),
        UUID(int=1),
        line.full_name,
        instrument.name,
        Purpose.ENTRY,
        DAY,
        "d3",
        instrument.item("d3").text,
        4,
        "Totalmente",
        "Dice que ya no puede más.",
        ("Hable con él hoy, a solas.",),
        "",
        None,
        "",
        "",
    )
    attended = replace(
        matter,
        attended_at=datetime(2026, 11, 25, 15, tzinfo=UTC),
        attended_by="Rosa Huamán Quispe",
        note="Se coordinó con la posta.",
    )
    scores = score(instrument, answers)
    return ApplicationRecord(
        line, instrument, "", answers, "", None, (), scores, (matter, attended), "Rosa Huamán Quispe", ""
    )


def change_of(*answers: GivenAnswers, instrument: Instrument = INSTRUMENT) -> ManChange:
    """A man's applications, one a purpose."""
    given = [scored(1, purpose, one, instrument) for purpose, one in zip(Purpose, answers, strict=False)]
    return man_change(UUID(int=1), "Ñahui Álvarez, José", given)


def instrument_papers(letterhead: Letterhead, consent: ConsentText) -> Mapping[str, Document]:
    """The papers of an instrument, by name."""

    def profile(data: GroupProfileData) -> Document:
        return group_profiles.compose(group_profiles.GroupProfilePaper(letterhead, data, DAY))

    given: GivenAnswers = {"d1": 1, "d2": REFUSED, "d3": 4}
    finished = record(INSTRUMENT, given, status=ApplicationStatus.FINISHED)
    voided = replace(
        record(INSTRUMENT, {"d1": 1}, status=ApplicationStatus.VOIDED), void_reason="Era de otro.", critical=()
    )
    return {
        "instrument_sheets": instrument_sheets.compose(
            instrument_sheets.InstrumentSheets(letterhead, INSTRUMENT, ("K7M4PX", "Q2RTWA"), consent)
        ),
        "instrument_result": instrument_results.compose(
            instrument_results.InstrumentResult(letterhead, finished, "N.º 000007")
        ),
        "instrument_result_voided": instrument_results.compose(instrument_results.InstrumentResult(letterhead, voided)),
        "group_profile": profile(PROFILE),
        "group_profile_once": profile(ONCE),
        "group_profile_normed": profile(NORMED_PROFILE),
        "group_profile_empty": profile(group()),
    }
