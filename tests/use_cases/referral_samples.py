"""Every command and query on referrals, care and hand-outs, with the sections its sender must be allowed."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from facilitador.domain.care import CareNoteKind, CareOutcome, CareProvider, CareRequester
from facilitador.domain.referrals import ReferralReason, ReferralState
from facilitador.domain.roles import Section
from facilitador.use_cases.care import AgreeCare, CareOf, CloseCare, NoteCare, OpenCare
from facilitador.use_cases.hand_outs import (
    BlankHandOutPrint,
    GiveMaterial,
    HandOutPrint,
    HandOutsOf,
    InformationSources,
    MaterialTitles,
    SetInformationSources,
    WithdrawMaterial,
    WriteRetreatPlan,
)
from facilitador.use_cases.referral_grounds import ReferralGroundOf
from facilitador.use_cases.referral_prints import (
    BlankReferralLetterPrint,
    ReferralCoverPrint,
    ReferralHandOutPrint,
    ReferralLetterPrint,
)
from facilitador.use_cases.referrals import (
    DescribeReferralVisit,
    OpenReferral,
    RecordReferralStep,
    ReferralDetails,
    Referrals,
    RevokeReferralConsent,
    WithdrawReferral,
)
from facilitador.use_cases.requests import Command, Query
from facilitador.use_cases.sanctions import RecordSanctionAlternative, SanctionRouteOf, WithdrawSanctionAlternative

NOBODY: Final = UUID(int=0)
SAMPLES: Final[tuple[tuple[Command, set[Section]], ...]] = (
    (OpenReferral(participant_id=NOBODY, reason=ReferralReason.HEALTH, why="Lo pidió."), {Section.SOCIAL}),
    (
        OpenReferral(participant_id=NOBODY, reason=ReferralReason.SANCTION, why="Debe cumplirla."),
        {Section.SOCIAL, Section.JUSTICE},
    ),
    (
        OpenReferral(participant_id=NOBODY, reason=ReferralReason.LEGAL, why="Lo pidió.", share=("justice",)),
        {Section.SOCIAL, Section.JUSTICE},
    ),
    (RecordReferralStep(referral_id=NOBODY, state=ReferralState.ACCEPTED), {Section.SOCIAL}),
    (DescribeReferralVisit(referral_id=NOBODY), {Section.SOCIAL}),
    (RevokeReferralConsent(referral_id=NOBODY), {Section.SOCIAL}),
    (WithdrawReferral(referral_id=NOBODY, reason="Era de otro."), {Section.SOCIAL}),
    (
        RecordSanctionAlternative(participant_id=NOBODY, why="Está a dos días.", done="Se avisó.", told_to="Juzgado"),
        {Section.JUSTICE},
    ),
    (WithdrawSanctionAlternative(alternative_id=NOBODY, reason="Era de otro."), {Section.JUSTICE}),
    (
        OpenCare(
            participant_id=NOBODY,
            requested_by=CareRequester.HIMSELF,
            why="Lo pidió.",
            provider_kind=CareProvider.TEAM,
            provider="Rosa",
        ),
        {Section.HEALTH},
    ),
    (AgreeCare(care_id=NOBODY), {Section.HEALTH}),
    (NoteCare(care_id=NOBODY, kind=CareNoteKind.MEETING), {Section.HEALTH}),
    (CloseCare(care_id=NOBODY, outcome=CareOutcome.PARTLY, note="Se mudó."), {Section.HEALTH}),
    (SetInformationSources(sources=()), {Section.SERVICE}),
    (GiveMaterial(participant_ids=(NOBODY,), title="Folleto"), {Section.SOCIAL}),
    (WithdrawMaterial(material_id=NOBODY, reason="Era de otro."), {Section.SOCIAL}),
    (WriteRetreatPlan(participant_id=NOBODY, goes_to="A la plaza"), {Section.SOCIAL}),
)
QUESTIONS: Final[tuple[tuple[Query[Any], Section | None], ...]] = (
    (Referrals(), Section.SOCIAL),
    (ReferralDetails(referral_id=NOBODY), Section.SOCIAL),
    (ReferralGroundOf(participant_id=NOBODY), Section.SOCIAL),
    (SanctionRouteOf(participant_id=NOBODY), Section.JUSTICE),
    (ReferralLetterPrint(referral_id=NOBODY), Section.SOCIAL),
    (ReferralCoverPrint(referral_id=NOBODY), Section.SOCIAL),
    (ReferralHandOutPrint(referral_id=NOBODY), Section.SOCIAL),
    (BlankReferralLetterPrint(), Section.SERVICE),
    (CareOf(participant_id=NOBODY), Section.HEALTH),
    (HandOutsOf(participant_id=NOBODY), Section.SOCIAL),
    (InformationSources(), Section.SERVICE),
    (MaterialTitles(), Section.SOCIAL),
    (HandOutPrint(participant_id=NOBODY), Section.SOCIAL),
    (BlankHandOutPrint(), Section.SERVICE),
)
