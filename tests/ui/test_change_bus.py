"""Changes are announced once per turn, to whoever shows such things."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from facilitador.domain.changes import Change, Topic
from facilitador.ui.change_bus import ChangeBus

GROUP = Change(Topic.GROUPS, UUID(int=1))
OTHER_GROUP = Change(Topic.GROUPS, UUID(int=2))
VENUE = Change(Topic.VENUES, UUID(int=3))


def turn() -> None:
    QApplication.processEvents()


def test_announcements_of_one_turn_arrive_together(qtbot) -> None:
    bus = ChangeBus()
    seen: list[tuple[frozenset[Change], str]] = []
    bus.changed.connect(lambda changes, initiator: seen.append((changes, initiator)))
    bus.announce([GROUP], "roster")
    bus.announce([OTHER_GROUP, GROUP], "roster")
    assert seen == []
    turn()
    assert seen == [(frozenset({GROUP, OTHER_GROUP}), "roster")]


def test_initiators_are_kept_apart(qtbot) -> None:
    bus = ChangeBus()
    seen: list[str] = []
    bus.changed.connect(lambda changes, initiator: seen.append(initiator))
    bus.announce([GROUP], "a")
    bus.announce([GROUP], "b")
    turn()
    assert seen == ["a", "b"]


def test_nothing_changed_is_nothing_announced(qtbot) -> None:
    bus = ChangeBus()
    seen: list[object] = []
    bus.changed.connect(lambda changes, initiator: seen.append(changes))
    bus.announce([])
    turn()
    assert seen == []


def test_a_watcher_reads_again_once_for_its_topics_only(qtbot) -> None:
    bus, owner, reads = ChangeBus(), QObject(), []
    bus.watch(owner, [Topic.GROUPS], lambda: reads.append("groups"))
    bus.announce([GROUP, OTHER_GROUP])
    bus.announce([VENUE])
    turn()
    assert reads == ["groups"]
    bus.announce([VENUE])
    turn()
    assert reads == ["groups"]


def test_a_watcher_may_leave_out_its_own_changes(qtbot) -> None:
    bus, owner, reads = ChangeBus(), QObject(), []
    bus.watch(owner, [Topic.GROUPS], lambda: reads.append(1), but_not_from="form")
    bus.announce([GROUP], "form")
    turn()
    assert reads == []
    bus.announce([GROUP], "roster")
    turn()
    assert reads == [1]


def test_a_watcher_that_is_gone_hears_nothing(qtbot) -> None:
    bus, owner, reads = ChangeBus(), QObject(), []
    bus.watch(owner, [Topic.GROUPS], lambda: reads.append(1))
    owner.deleteLater()
    QApplication.sendPostedEvents(owner, 52)  # QEvent.DeferredDelete
    bus.announce([GROUP])
    turn()
    assert reads == []
