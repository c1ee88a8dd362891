"""Preferences survive; a damaged file costs nothing but the preferences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from facilitador.ui.settings import FILE_NAME, KEPT_ASIDE, MAX_RECENT_BOOKS, Settings, SettingsFile


def test_without_a_file_there_are_defaults(tmp_path: Path) -> None:
    assert SettingsFile(tmp_path / "none").current == Settings()


def test_what_is_changed_is_there_next_time(tmp_path: Path) -> None:
    SettingsFile(tmp_path / "new").change(appearance="dark", text_percent=125, idle_minutes=10)
    assert SettingsFile(tmp_path / "new").current == Settings(appearance="dark", text_percent=125, idle_minutes=10)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"text_percent": "big"}', '{"appearance": "pink"}', '{"recent_books": [3]}', "\x00"],
)
def test_a_damaged_file_is_kept_aside(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    assert SettingsFile(tmp_path).current == Settings()
    assert (tmp_path / KEPT_ASIDE).read_text(encoding="utf-8") == text
    assert not (tmp_path / FILE_NAME).exists()


def test_bytes_that_are_no_text_are_kept_aside(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"\xff\xfe\x80")
    assert SettingsFile(tmp_path).current == Settings()
    assert (tmp_path / KEPT_ASIDE).exists()


def test_what_a_newer_version_wrote_is_left_out(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"text_percent": 110, "colour_of_tomorrow": 1}), encoding="utf-8")
    assert SettingsFile(tmp_path).current == Settings(text_percent=110)


def test_numbers_are_held_within_bounds(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"text_percent": 900, "idle_minutes": 0}), encoding="utf-8")
    read = SettingsFile(tmp_path).current
    assert (read.text_percent, read.idle_minutes) == (150, 1)


def test_recent_books_are_few_and_newest_first(tmp_path: Path) -> None:
    settings = Settings()
    for number in range(MAX_RECENT_BOOKS + 3):
        settings = settings.with_recent(tmp_path / f"{number}.cuaderno")
    settings = settings.with_recent(tmp_path / "5.cuaderno")
    assert len(settings.recent_books) == MAX_RECENT_BOOKS
    assert settings.recent_books[0] == str(tmp_path / "5.cuaderno")
    assert settings.recent_books.count(str(tmp_path / "5.cuaderno")) == 1


def test_a_folder_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    settings = SettingsFile(in_the_way / "folder")
    assert settings.change(text_percent=125).text_percent == 125


def test_an_unknown_preference_is_a_defect(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        SettingsFile(tmp_path).change(colour="green")
