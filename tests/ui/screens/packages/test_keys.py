"""Keys on screen: one's own to a file and back, another's believed only after its fingerprint was typed as heard."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from facilitador.domain.packages import ConfirmedBy
from facilitador.ui.screen import Destination
from facilitador.ui.screens.packages.keys import WITHDRAW, KeysScreen
from facilitador.use_cases.trusted_keys import OwnKey, TrustedKeys
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click
from tests.ui.screens.packages.conftest import Desk, answer, words


def keys(desk: Desk) -> KeysScreen:
    screen = desk.open(KeysScreen, folder=lambda: desk.folder)
    desk.until(lambda: screen.own.save_button.isVisible() and screen.trusted.isVisible())
    return screen


def test_a_key_goes_to_a_file_and_is_believed_at_the_other_desk_once_its_fingerprint_was_typed(
    facilitator: Desk, supervisor: Desk
) -> None:
    file = supervisor.folder / "mi-llave.llave"
    own = facilitator.ask(OwnKey())
    giving = keys(facilitator)
    assert own.identity.fingerprint_groups[4] in words(giving.own)
    facilitator.dialogs.answers = [file]
    click(giving.own.save_button)
    assert "mi-llave.llave" in giving.message.text

    taking = keys(supervisor)
    assert "Todavía no hay nadie" in words(taking.trusted)
    supervisor.dialogs.answers = [file]
    taking.add_button.click()
    supervisor.until(lambda: taking.panel.form is not None)
    assert "Centro de salud Los Molles" in words(taking.panel)
    assert own.identity.fingerprint_groups[0] not in words(taking)  # who has not heard it cannot copy it
    assert_accessible(taking)
    answer(taking.panel, fingerprint=" ".join(own.identity.fingerprint_groups).lower(), how="phone")
    taking.panel.verb.click()
    supervisor.until(lambda: bool(taking.trusted.withdraw_buttons))

    (line,) = supervisor.ask(TrustedKeys())
    assert line.key.identity == own.identity
    assert line.key.confirmed_how is ConfirmedBy.PHONE
    supervisor.until(lambda: "por teléfono el 20/11/2026" in words(taking.trusted))


def test_another_fingerprint_is_refused_beside_the_question_and_nothing_is_believed(
    facilitator: Desk, supervisor: Desk
) -> None:
    screen = keys(supervisor)
    screen.paste_button.click()
    answer(screen.panel, key=facilitator.ask(OwnKey()).text)
    screen.panel.verb.click()
    supervisor.until(lambda: "fingerprint" in (screen.panel.form.rows if screen.panel.form else {}))
    answer(screen.panel, fingerprint="0000 0000 0000 0000 0000", how="video")
    screen.panel.verb.click()
    supervisor.until(lambda: "no es la de esta llave" in words(screen.panel))

    assert supervisor.ask(TrustedKeys()) == ()


def test_another_key_of_a_known_name_is_warned_of_before_anything_is_typed(
    facilitator: Desk, stranger: Desk, supervisor: Desk
) -> None:
    supervisor.trust(facilitator)
    screen = keys(supervisor)
    path = supervisor.folder / "otra.llave"
    path.write_text(stranger.ask(OwnKey()).text, encoding="utf-8")
    supervisor.dialogs.answers = [path]
    screen.add_button.click()
    supervisor.until(lambda: screen.panel.form is not None)

    assert "Ya confirmó otra llave de Rosa Mamani Quispe, el 20/11/2026" in words(screen.panel)


def test_the_same_key_is_not_confirmed_twice(facilitator: Desk, supervisor: Desk) -> None:
    supervisor.trust(facilitator)
    screen = keys(supervisor)
    screen.paste_button.click()
    answer(screen.panel, key=facilitator.ask(OwnKey()).text)
    screen.panel.verb.click()

    supervisor.until(lambda: "ya está entre las de confianza" in words(screen.panel))
    assert len(supervisor.ask(TrustedKeys())) == 1


def test_what_is_no_key_is_told_and_nothing_is_asked(supervisor: Desk) -> None:
    screen = keys(supervisor)
    path = supervisor.folder / "foto.llave"
    path.write_bytes(b"\xff\xd8\xff" * 4000)
    supervisor.dialogs.answers = [path, supervisor.folder / "no-hay.llave"]
    screen.add_button.click()
    supervisor.until(lambda: "no es la llave" in screen.message.text)
    screen.add_button.click()
    supervisor.until(lambda: "no-hay.llave no se puede leer" in screen.message.text)

    assert screen.panel.form is None


def test_a_key_is_withdrawn_and_stays_in_the_list(facilitator: Desk, supervisor: Desk) -> None:
    supervisor.trust(facilitator)
    screen = keys(supervisor)
    (button,) = screen.trusted.withdraw_buttons.values()
    supervisor.dialogs.answers = [WITHDRAW]
    button.click()
    supervisor.until(lambda: "Retirada el 20/11/2026" in words(screen.trusted))

    assert screen.trusted.withdraw_buttons == {}
    assert supervisor.ask(TrustedKeys())[0].key.withdrawn_on is not None


def test_one_s_own_key_is_copied_as_text_and_its_card_is_one_click_away(facilitator: Desk) -> None:
    screen = keys(facilitator)
    screen.own.copy_button.click()
    screen.own.print_button.click()

    assert QGuiApplication.clipboard().text() == facilitator.ask(OwnKey()).text
    assert facilitator.wished == [Destination("print_key_card")]
