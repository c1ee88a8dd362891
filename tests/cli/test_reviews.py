"""A cycle by `apply`: practices, its close; what waits to be reviewed; shown as a program would read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call
from tests.use_cases.scenes import ficha

Apply = Callable[..., Call]
GROUP, MAN, STINT, PRACTICE = (f"01900000-0000-7000-8000-00000000000{number}" for number in range(1, 5))


@pytest.fixture
def apply(call: Apply, book_path: Path, tmp_path: Path) -> Apply:
    """`apply(command, …)` on the book with a running group of one man."""

    def apply_all(*commands: dict[str, Any]) -> Call:
        file = tmp_path / "commands.jsonl"
        file.write_text("\n".join(json.dumps(one) for one in commands), encoding="utf-8")
        return call("apply", book_path, file, "--json")

    made = apply_all(
        {"do": "FormGroup", "id": GROUP, "name": "Los Molles"},
        {"do": "StartGroup", "group_id": GROUP, "on": "2026-11-01", "reason": "Urge."},
        {"do": "RegisterParticipant", "id": MAN, "answers": ficha(1)},
        {"do": "EnrolParticipant", "id": STINT, "group_id": GROUP, "participant_id": MAN, "since": "2026-11-01"},
    )
    assert made.code == 0
    return apply_all


@pytest.mark.directive("6.9.1")
def test_what_waits_to_be_reviewed_is_listed_and_one_is_shown(call: Apply, apply: Apply, book_path: Path) -> None:
    queue = call("show", book_path, "review-queue", "Los Molles", "--json").document["review_queue"]
    assert queue["counts"] == {"session": 0, "ficha": 1, "decision": 0}
    (entry,) = queue["entries"]
    assert (entry["subject_id"], entry["kind"], entry["own"]) == (MAN, "ficha", True)

    review = call("show", book_path, "review", MAN, "--json").document["review"]
    assert (review["state"], review["may_review"]) == ("pending", False)
    anchors = [line["anchor"] for section in review["sections"] for line in section["lines"]]
    assert "paternal_surname" in anchors
    assert ", Los Molles. Por revisar" in call("show", book_path, "review", MAN).out
    assert MAN in call("show", book_path, "review-queue").out


def test_who_may_not_review_is_refused_and_what_is_nothing_too(call: Apply, apply: Apply, book_path: Path) -> None:
    comment = {"do": "CommentReview", "subject_id": MAN, "text": "Bien."}
    assert (apply(comment).code, apply(comment).document["error"]) == (1, "role_may_not_write")
    for unknown in ("Los Molles", GROUP):
        refused = call("show", book_path, "review", unknown, "--json")
        assert (refused.code, refused.document["error"]) == (1, "review_nothing_there")


@pytest.mark.directive("6.9.1")
def test_a_cycle_is_closed_and_shown(call: Apply, apply: Apply, book_path: Path) -> None:
    items = call("show", book_path, "closure", "Los Molles", "--json").document["closure"]["items"]
    assert next(one for one in items if one["matter"] == "men")["count"] == 1
    close = {"do": "CloseCycle", "group_id": GROUP, "on": "2026-11-20", "notes": {"certificates": "Rosa las entrega."}}
    assert apply(close).document["error"] == "group_has_men"
    ended = {"do": "ChangeEnrolmentStatus", "enrolment_id": STINT, "status": "completed"}
    assert apply(ended, close).code == 0

    closed = call("show", book_path, "closure", GROUP, "--json").document["closure"]
    assert closed["status"] == "closed"
    kept = {one["matter"]: one["note"] for one in closed["entries"][0]["left_open"]}
    assert kept["certificates"] == "Rosa las entrega."
    told = call("show", book_path, "closure", GROUP).out
    assert "Cerrado el 20/11/2026" in told
    assert ": 0." not in told  # what people see to is no number


@pytest.mark.directive("6.9.3")
def test_practices_are_kept_and_found(call: Apply, apply: Apply, book_path: Path) -> None:
    practice = {"do": "RecordPractice", "id": PRACTICE, "title": "El río", "done": "Se dibujó.", "worked": "Sí."}
    assert apply(practice).code == 0

    (found,) = call("show", book_path, "practices", "rio", "--json").document["practices"]
    assert (found["id"], found["title"]) == (PRACTICE, "El río")
    assert call("show", book_path, "practices", "nada", "--json").document["practices"] == []
    assert "Qué funcionó: Sí." in call("show", book_path, "practices").out
