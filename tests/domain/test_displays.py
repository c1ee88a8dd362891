"""Names stand only on a screen that lies apart for certain; whatever is not certain hides them (6.4.5)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitador.domain.displays import Arrangement, Doubt, ScreenFacts, arrangement

BOTH = frozenset({"0", "1"})
LAPTOP = ScreenFacts("0", 0, 0, 1366, 768, name="eDP-1", siblings=BOTH)
PROJECTOR = ScreenFacts("1", 1366, 0, 1024, 768, name="HDMI-1", siblings=BOTH)


@pytest.mark.directive("6.4.5")
def test_two_screens_apart_give_the_group_one_and_the_team_the_other() -> None:
    assert arrangement([LAPTOP, PROJECTOR], "0") == Arrangement("1", "0")


def test_the_panel_of_the_laptop_is_the_teams_wherever_the_window_stood() -> None:
    assert arrangement([LAPTOP, PROJECTOR], "1") == Arrangement("1", "0")
    assert arrangement([PROJECTOR, LAPTOP], "1") == Arrangement("1", "0")


def test_where_no_panel_is_known_the_window_stays_where_it_is() -> None:
    desk = replace(LAPTOP, name="DP-2")
    assert arrangement([desk, PROJECTOR], "0") == Arrangement("1", "0")
    assert arrangement([desk, PROJECTOR], "1") == Arrangement("0", "1")


def test_the_person_may_turn_it_round() -> None:
    assert arrangement([LAPTOP, PROJECTOR], "0", swapped=True) == Arrangement("0", "1")


@pytest.mark.directive("6.4.5")
@pytest.mark.parametrize(
    ("screens", "doubt"),
    [
        ((LAPTOP,), Doubt.ONE_SCREEN),
        ((LAPTOP, replace(PROJECTOR, x=0)), Doubt.DUPLICATE),
        ((LAPTOP, replace(PROJECTOR, x=0, width=1366)), Doubt.DUPLICATE),
        ((LAPTOP, replace(PROJECTOR, x=1365)), Doubt.DUPLICATE),
        ((LAPTOP, replace(PROJECTOR, y=767, x=1000)), Doubt.DUPLICATE),
        ((LAPTOP, replace(PROJECTOR, name="eDP-1")), Doubt.DUPLICATE),
        (
            (
                replace(LAPTOP, manufacturer="Acme", model="P1", serial="77"),
                replace(PROJECTOR, manufacturer="Acme", model="P1", serial="77"),
            ),
            Doubt.DUPLICATE,
        ),
        ((LAPTOP, replace(PROJECTOR, name="")), Doubt.UNKNOWN),
        ((LAPTOP, replace(PROJECTOR, key="")), Doubt.UNKNOWN),
        ((LAPTOP, replace(PROJECTOR, width=0)), Doubt.UNKNOWN),
        ((LAPTOP, replace(PROJECTOR, siblings=frozenset({"1"}))), Doubt.UNKNOWN),
        ((replace(LAPTOP, siblings=frozenset()), PROJECTOR), Doubt.UNKNOWN),
        ((LAPTOP, PROJECTOR, replace(PROJECTOR, key="2", x=3000, name="DP-1")), Doubt.TOO_MANY),
    ],
)
def test_in_any_doubt_names_stay_hidden_and_the_page_covers_the_screen_with_the_window(
    screens: tuple[ScreenFacts, ...], doubt: Doubt
) -> None:
    assert arrangement(screens, "0") == Arrangement("0", None, doubt)
    assert arrangement(screens, "0", swapped=True).team is None


def test_two_panels_that_only_touch_are_apart() -> None:
    assert arrangement([LAPTOP, replace(PROJECTOR, x=0, y=768)], "0").doubt is None
    assert arrangement([LAPTOP, replace(PROJECTOR, x=-1024)], "0").doubt is None


def test_without_a_screen_nothing_is_shown_anywhere() -> None:
    assert arrangement([]) == Arrangement("", None, Doubt.ONE_SCREEN)


SMALL = st.integers(-3, 3)
FACTS = st.builds(
    ScreenFacts,
    key=st.sampled_from(["0", "1", "2", ""]),
    x=SMALL,
    y=SMALL,
    width=st.integers(0, 3),
    height=st.integers(0, 3),
    name=st.sampled_from(["", "eDP-1", "HDMI-1", "DP-1"]),
    serial=st.sampled_from(["", "7"]),
    siblings=st.sampled_from([frozenset(), BOTH, frozenset({"0", "1", "2"})]),
)


@given(st.lists(FACTS, max_size=3), st.sampled_from(["0", "1", "2", ""]), st.booleans())
def test_whatever_the_system_tells_the_teams_screen_shares_no_spot_with_the_groups(
    screens: list[ScreenFacts], window_on: str, swapped: bool
) -> None:
    found = arrangement(screens, window_on, swapped=swapped)
    assert (found.team is None) == (found.doubt is not None)
    if found.team is not None:
        (team,) = [one for one in screens if one.key == found.team]
        (group,) = [one for one in screens if one.key == found.projected]
        assert spots(team)
        assert spots(group)
        assert spots(team).isdisjoint(spots(group))
        assert team.name != group.name


def spots(screen: ScreenFacts) -> set[tuple[int, int]]:
    return {(screen.x + across, screen.y + down) for across in range(screen.width) for down in range(screen.height)}
