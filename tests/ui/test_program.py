"""The life of the program, from an empty machine to a locked cuaderno and back: real files, real pages, cheap keys."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from uuid_utils.compat import uuid7

from facilitador import __main__ as program_entry
from facilitador import bootstrap
from facilitador.db import keys_file
from facilitador.domain.roles import Role
from facilitador.ui.closing import ClosingPage
from facilitador.ui.main_window import DEMO_REMOVAL, MainWindow
from facilitador.ui.opening import GO_BACK, USE_COPY
from facilitador.ui.outside import Outside
from facilitador.ui.program import Program
from facilitador.ui.screens.first_run.screen import FirstRunScreen
from facilitador.ui.screens.home.screen import HomeScreen
from facilitador.ui.screens.restore.screen import RestoreScreen
from facilitador.ui.screens.unlock.new_clave import NewClaveScreen
from facilitador.ui.screens.unlock.screen import UnlockScreen
from facilitador.ui.screens.welcome.screen import WelcomeScreen
from facilitador.ui.settings import SettingsFile
from facilitador.ui.window import Window
from facilitador.use_cases import books
from facilitador.use_cases.backups import BackupDesk
from facilitador.use_cases.books import Environment
from facilitador.use_cases.first_run import Step
from facilitador.use_cases.people import AddPersonWithAccess
from facilitador.use_cases.reviews import ReviewQueue
from tests.books import NOW, PASSPHRASE, TODAY, environment, template_books
from tests.source_trees import PROJECT
from tests.ui.accessibility import assert_accessible
from tests.ui.gestures import click, press, show, type_text
from tests.ui.scripted_dialogs import ScriptedDialogs

__all__ = ["environment", "template_books"]

P = TypeVar("P", bound=QWidget)
CLAVE = "quinua rio 7 ceibo lento"
LATER = 30_000  # milliseconds a test waits at most; a machine that does much else takes its time


class Stage:
    """The program on a temporary machine, and what a person does at it."""

    def __init__(
        self, qtbot: QtBot, folder: Path, environment: Environment, dialogs: ScriptedDialogs, demo: object = None
    ) -> None:
        self.qtbot, self.dialogs, self.folder = qtbot, dialogs, folder
        self.settings = SettingsFile(folder / "app-data")
        self.window = Window()
        self.documents = folder / "documentos"
        self.documents.mkdir(exist_ok=True)
        self.outside = Outside(
            environment=environment,
            open_demo=lambda: bootstrap.open_demo(environment),
            today=lambda: TODAY,
            now=NOW.astimezone,
            new_id=uuid7,
            choose=lambda count, of: random.Random(7).sample(range(of), count),
        )
        self.program = Program(
            self.window, self.settings, dialogs, lambda: self.outside, documents=lambda: self.documents
        )
        self.left: list[bool] = []
        self.program.left.connect(lambda: self.left.append(True))

    def start(self, book: Path | None = None, *, demo: bool = False) -> None:
        with self.qtbot.waitSignal(self.program.ready, timeout=LATER):
            self.program.start(book, demo=demo)
            show(self.window)

    def page(self, kind: type[P]) -> P:
        """The page in sight, once it is of that kind."""
        self.qtbot.waitUntil(lambda: isinstance(self.window.centralWidget(), kind), timeout=LATER)
        page = self.window.centralWidget()
        assert isinstance(page, kind)
        return page

    def unlock_page(self) -> UnlockScreen:
        """The unlock page, once it knows the book."""
        page = self.page(UnlockScreen)
        self.qtbot.waitUntil(lambda: page.open_button.isEnabled() or page.offer_button.isVisible(), timeout=LATER)
        return page

    def unlock(self, clave: str = PASSPHRASE) -> None:
        page = self.unlock_page()
        type_text(page.clave.edit, clave)
        press(page.clave.edit, Qt.Key.Key_Return)

    def shut(self) -> None:
        """Whatever the test left open."""
        self.program.give_up()
        shiboken6.delete(self.window)


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, environment: Environment, dialogs: ScriptedDialogs) -> Iterator[Stage]:
    made = Stage(qtbot, tmp_path, environment, dialogs)
    yield made
    made.shut()


@pytest.fixture
def book_file(tmp_path: Path, template_books: dict[Role, Path]) -> Path:
    """A closed book of a facilitator."""
    folder = tmp_path / "cuaderno"
    shutil.copytree(template_books[Role.FACILITATOR].parent, folder)
    return folder / template_books[Role.FACILITATOR].name


def fill_service(page: FirstRunScreen) -> None:
    type_text(page.service.rows["name"].control.focusable()[0], "Centro Ñahuimpuquio")
    click(page.service.rows["binding"].control.focusable()[1])


def fill_person(page: FirstRunScreen) -> None:
    for name, text in (
        ("given_names", "Rosa"),
        ("surnames", "Mamani"),
        ("passphrase", CLAVE),
        ("passphrase_again", CLAVE),
    ):
        type_text(page.person.rows[name].control.focusable()[0], text)
    click(page.person.rows["role"].control.focusable()[0])


def make_book(stage: Stage) -> FirstRunScreen:
    """From the welcome page to the recovery code."""
    stage.start()
    click(stage.page(WelcomeScreen).create_button)
    page = stage.page(FirstRunScreen)
    fill_service(page)
    click(page.on_button)
    fill_person(page)
    press(page.person.rows["passphrase_again"].control.focusable()[0], Qt.Key.Key_Return)
    assert page.place.file_name == "Centro Ñahuimpuquio.facilitador"
    click(page.on_button)
    stage.qtbot.waitUntil(lambda: page.flow.step is Step.CODE, timeout=LATER)
    return page


def prove_code(page: FirstRunScreen) -> None:
    groups = page.flow.code_groups
    click(page.on_button)
    for number, field in page.proof.fields.items():
        type_text(field.edit, groups[number - 1])
    press(page.proof.fields[page.flow.asked[-1]].edit, Qt.Key.Key_Return)


def test_from_an_empty_machine_to_home_and_back_through_the_lock(stage: Stage) -> None:
    page = make_book(stage)
    prove_code(page)
    main = stage.page(MainWindow)
    path = stage.documents / "Centro Ñahuimpuquio.facilitador"

    assert isinstance(main.navigator.screen, HomeScreen)
    assert stage.settings.current.recent_books == (str(path),)
    click(main.lock_button)
    locked = stage.unlock_page()
    assert locked.message.text == "El cuaderno está bloqueado."
    assert locked.person.currentText() == "Rosa Mamani"
    stage.unlock(CLAVE)
    assert stage.page(MainWindow) is not main


def test_every_page_of_the_first_run_says_its_name_to_a_screen_reader(stage: Stage) -> None:
    stage.start()
    click(stage.page(WelcomeScreen).create_button)
    page = stage.page(FirstRunScreen)
    assert_accessible(page)
    fill_service(page)
    click(page.on_button)
    assert_accessible(page)
    fill_person(page)
    click(page.on_button)
    assert_accessible(page)
    click(page.on_button)
    stage.qtbot.waitUntil(lambda: page.flow.step is Step.CODE, timeout=LATER)
    assert_accessible(page)
    click(page.on_button)
    assert_accessible(page)


def test_problems_stand_beside_the_fields_and_nothing_typed_is_lost(stage: Stage) -> None:
    stage.start()
    click(stage.page(WelcomeScreen).create_button)
    page = stage.page(FirstRunScreen)
    click(page.on_button)

    assert page.service.rows["name"].has_problem
    fill_service(page)
    click(page.on_button)
    type_text(page.person.rows["given_names"].control.focusable()[0], "Rosa")
    click(page.on_button)
    assert page.person.rows["passphrase"].has_problem
    click(page.back_button)
    assert page.service.values()["name"] == "Centro Ñahuimpuquio"
    click(page.on_button)
    assert page.person.values()["given_names"] == "Rosa"
    assert list(stage.documents.iterdir()) == []


def test_a_making_that_fails_leaves_nothing_and_says_why(stage: Stage) -> None:
    stage.start()
    click(stage.page(WelcomeScreen).create_button)
    page = stage.page(FirstRunScreen)
    fill_service(page)
    click(page.on_button)
    fill_person(page)
    click(page.on_button)
    stage.documents.rmdir()  # the memory stick was pulled out
    click(page.on_button)

    assert page.flow.step is Step.PLACE
    assert "La carpeta no existe" in page.place.message.text


def test_giving_up_the_first_run_asks_and_leads_back(stage: Stage) -> None:
    stage.start()
    click(stage.page(WelcomeScreen).create_button)
    page = stage.page(FirstRunScreen)
    fill_service(page)
    stage.dialogs.answers = ["Dejarlo"]
    click(page.cancel_button)

    stage.page(WelcomeScreen)
    assert list(stage.documents.iterdir()) == []


def test_the_window_does_not_close_silently_before_the_recovery_sheet_is_proved(stage: Stage) -> None:
    make_book(stage)
    stage.dialogs.answers = [None, "Cerrar sin la hoja"]

    assert not stage.window.close()
    assert stage.window.close()
    assert stage.left == [True]
    assert "hoja de recuperación" in stage.dialogs.asked[0]


def test_a_wrong_clave_stays_on_the_page_beside_the_field(stage: Stage, book_file: Path) -> None:
    stage.start(book_file)
    stage.unlock("no es esta")
    page = stage.page(UnlockScreen)
    stage.qtbot.waitUntil(page.clave_problem.isVisible, timeout=LATER)

    assert "La clave no es correcta" in page.clave_problem.text()
    assert page.clave.edit.selectedText() == "no es esta"
    type_text(page.clave.edit, PASSPHRASE)
    assert not page.clave_problem.isVisible()
    press(page.clave.edit, Qt.Key.Key_Return)
    stage.page(MainWindow)


def test_the_recovery_code_opens_and_sets_a_new_clave(stage: Stage) -> None:
    page = make_book(stage)
    code = " ".join(page.flow.code_groups)
    prove_code(page)
    main = stage.page(MainWindow)
    main.lock_requested.emit()
    click(stage.unlock_page().recovery_button)
    recovery = stage.page(NewClaveScreen)
    type_text(recovery.code.edit, code.lower())
    new_clave = "molle viento 9 jora verde"
    for field in (recovery.clave, recovery.again):
        type_text(field.edit, new_clave)
    press(recovery.again.edit, Qt.Key.Key_Return)

    main = stage.page(MainWindow)
    main.lock_requested.emit()
    stage.unlock(new_clave)
    assert stage.page(MainWindow) is stage.window.centralWidget()


def test_a_mistake_in_the_recovery_code_is_told_and_kept_to_be_mended(stage: Stage, book_file: Path) -> None:
    stage.start(book_file)
    click(stage.unlock_page().recovery_button)
    page = stage.page(NewClaveScreen)
    type_text(page.code.edit, "1234")
    for field in (page.clave, page.again):
        type_text(field.edit, CLAVE)
    click(page.accept_button)
    stage.qtbot.waitUntil(lambda: bool(page.message.text), timeout=LATER)

    assert "32 letras y números" in page.message.text
    assert page.code.value() == "1234"


def test_a_temporary_clave_is_changed_before_anything_is_shown(
    stage: Stage, book_file: Path, environment: Environment
) -> None:
    first = books.inspect(book_file, environment).people[0]
    book = books.open_with_passphrase(book_file, first.id, PASSPHRASE, environment).result()
    julia = AddPersonWithAccess(id=uuid7(), given_names="Julia", surnames="Ccahua", profession="", role=Role.STAFF)
    books.add_person(book, julia, "temporal molle 9 jora", environment).result()
    book.close()
    stage.start(book_file)
    page = stage.unlock_page()
    page.person.setCurrentIndex(page.person.findText("Julia Ccahua"))
    stage.unlock("temporal molle 9 jora")
    change = stage.page(NewClaveScreen)
    assert stage.window.findChildren(MainWindow) == []
    for field in (change.clave, change.again):
        type_text(field.edit, CLAVE)
    press(change.again.edit, Qt.Key.Key_Return)

    stage.page(MainWindow).lock_requested.emit()
    stage.unlock(CLAVE)
    assert stage.page(MainWindow) is stage.window.centralWidget()


def test_missing_keys_are_put_back_from_the_last_good_copy(
    stage: Stage, book_file: Path, environment: Environment
) -> None:
    first = books.inspect(book_file, environment).people[0]
    books.open_with_passphrase(book_file, first.id, PASSPHRASE, environment).result().close()  # keeps a copy
    keys = book_file.with_name(book_file.name + ".keys")
    keys.unlink()
    stage.start(book_file)
    page = stage.unlock_page()
    assert "Falta el archivo de claves" in page.message.text
    stage.dialogs.answers = ["Usar esta copia"]
    click(page.offer_button)
    stage.qtbot.waitUntil(page.open_button.isEnabled, timeout=LATER)

    stage.unlock()
    stage.page(MainWindow)
    assert keys.exists()


def test_altered_keys_are_told_and_put_back_from_the_last_good_copy(
    stage: Stage, book_file: Path, environment: Environment
) -> None:
    first = books.inspect(book_file, environment).people[0]
    books.open_with_passphrase(book_file, first.id, PASSPHRASE, environment).result().close()  # keeps a copy
    keys = book_file.with_name(book_file.name + ".keys")
    document = keys_file.read(keys)
    keys.write_bytes(keys_file.encode(msgspec.structs.replace(document, mac=bytes(len(document.mac)))))
    stage.start(book_file)
    page = stage.unlock_page()
    stage.unlock()
    stage.qtbot.waitUntil(lambda: page.offer_button.text() == USE_COPY, timeout=LATER)
    assert "cambiado por fuera" in page.message.text
    stage.dialogs.answers = ["Usar esta copia"]
    click(page.offer_button)
    stage.qtbot.waitUntil(lambda: not page.message.text, timeout=LATER)
    stage.qtbot.waitUntil(lambda: stage.program.opening._state is not None, timeout=LATER)
    stage.unlock()
    stage.page(MainWindow)


def flip_head(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[3] ^= 0xFF
    path.write_bytes(content)


def swap(path: Path) -> None:
    path.write_bytes(random.Random(5).randbytes(5 * 4096))


@pytest.mark.parametrize("tear", [flip_head, swap])
def test_a_book_that_is_not_that_of_its_keys_leads_to_its_copies(
    stage: Stage, book_file: Path, tear: Callable[[Path], None]
) -> None:
    tear(book_file)
    stage.start(book_file)
    page = stage.unlock_page()
    assert "no van juntos" in page.message.text
    assert page.offer_button.text() == GO_BACK
    click(page.offer_button)
    restore = stage.page(RestoreScreen)
    stage.qtbot.waitUntil(lambda: "No se encontró" in restore.found.text(), timeout=LATER)
    assert restore.salvage_card.isVisible(), "without any copy, there is what can be salvaged"
    assert "Rosa" in restore.person.itemText(0), "and she may ask for it with her clave"


@pytest.mark.parametrize(
    ("content", "told"),
    [(None, "No se encuentra"), (b"", "está vacío"), (b"SQLite format 3\x00" * 300, "sin cifrar")],
)
def test_what_is_no_book_is_told_and_left_as_it_is(
    stage: Stage, tmp_path: Path, content: bytes | None, told: str
) -> None:
    path = tmp_path / "otro.facilitador"
    if content is not None:
        path.write_bytes(content)
    stage.start(path)
    page = stage.unlock_page()

    assert told in page.message.text
    assert not page.open_button.isEnabled()
    assert (path.read_bytes() if path.exists() else None) == content


def test_who_has_the_book_open_is_told(stage: Stage, book_file: Path, environment: Environment) -> None:
    first = books.inspect(book_file, environment).people[0]
    other = books.open_with_passphrase(book_file, first.id, PASSPHRASE, environment).result()
    stage.start(book_file)
    page = stage.unlock_page()
    assert "ya está abierto en esta computadora" in page.message.text or "Rosa" in page.message.text
    other.close()
    click(page.offer_button)  # "Intentar de nuevo"

    stage.qtbot.waitUntil(page.open_button.isEnabled, timeout=LATER)


def test_closing_makes_a_backup_and_then_goes(stage: Stage, book_file: Path) -> None:
    stage.start(book_file)
    stage.unlock()
    stage.page(MainWindow)

    assert not stage.window.close()
    stage.qtbot.waitUntil(lambda: stage.left == [True], timeout=LATER)
    copies = list((book_file.parent / "respaldos").glob("*.facilitador"))
    assert len(copies) == 1
    assert not stage.window.isVisible()


def test_a_backup_that_cannot_be_made_is_told_before_the_window_goes(stage: Stage, book_file: Path) -> None:
    (book_file.parent / "respaldos").write_text("no es una carpeta", encoding="utf-8")
    stage.start(book_file)
    stage.unlock()
    stage.page(MainWindow)
    stage.window.close()
    page = stage.page(ClosingPage)
    stage.qtbot.waitUntil(lambda: bool(page.message.text), timeout=LATER)
    assert stage.left == []
    click(page.skip_button)

    stage.qtbot.waitUntil(lambda: stage.left == [True], timeout=LATER)


def test_closing_copies_to_the_second_place_too(stage: Stage, book_file: Path, tmp_path: Path) -> None:
    stick = tmp_path / "memoria"
    stick.mkdir()
    stage.start(book_file)
    stage.unlock()
    stage.page(MainWindow)
    lease = stage.program._lease
    assert lease is not None
    BackupDesk(lease.book).choose_second(stick).result(10)

    stage.window.close()
    stage.qtbot.waitUntil(lambda: stage.left == [True], timeout=LATER)
    assert len(list(stick.glob("*.facilitador"))) == 2


@pytest.mark.parametrize("left", ["nothing", "a full place"])
def test_a_second_place_that_fails_never_keeps_the_window_open(
    stage: Stage, book_file: Path, tmp_path: Path, left: str
) -> None:
    stick = tmp_path / "memoria"
    stick.mkdir()
    stage.start(book_file)
    stage.unlock()
    stage.page(MainWindow)
    lease = stage.program._lease
    assert lease is not None
    BackupDesk(lease.book).choose_second(stick).result(10)
    if left == "nothing":
        shutil.rmtree(stick)  # taken along: its copy is of today, so nothing is said
        stage.window.close()
    else:
        (stick / "cuaderno-000002.facilitador.keys").mkdir()  # no keys can be written there
        stage.window.close()
        page = stage.page(ClosingPage)
        stage.qtbot.waitUntil(lambda: bool(page.message.text), timeout=LATER)
        click(page.skip_button)
    stage.qtbot.waitUntil(lambda: stage.left == [True], timeout=LATER)
    assert len(list((book_file.parent / "respaldos").glob("*.facilitador"))) == 1


def test_the_lid_closed_or_the_session_ended_waits_for_no_backup(stage: Stage, book_file: Path) -> None:
    stage.start(book_file)
    stage.unlock()
    stage.page(MainWindow)
    stage.program.give_up()

    assert stage.left == [True]
    assert not (book_file.parent / "respaldos").exists()


def test_example_data_opens_without_a_clave_and_goes_without_a_trace(stage: Stage) -> None:
    stage.start(demo=True)
    main = stage.page(MainWindow)
    assert stage.settings.current.recent_books == ()
    assert main.navigator.area == "home"
    main.lock_requested.emit()

    assert "datos de ejemplo" in stage.page(WelcomeScreen).message.text


def test_example_data_is_removed_in_one_step(stage: Stage) -> None:
    stage.start(demo=True)
    main = stage.page(MainWindow)
    lease = stage.program._lease
    assert lease is not None
    folder = lease.book.opened.path.parent
    assert folder.is_dir()

    click(next(one for one in main.findChildren(QPushButton) if one.text() == DEMO_REMOVAL))

    assert "no quedó nada" in stage.page(WelcomeScreen).message.text
    assert not folder.exists()


def choose_other_role(main: MainWindow) -> None:
    """In the menu of the settings."""
    next(
        one for one in main.preferences_menu().actions() if one.text().startswith("Ver los datos de ejemplo")
    ).trigger()


@pytest.mark.directive("6.9.1")
def test_example_data_are_seen_as_who_supervises_and_as_who_facilitates_again(stage: Stage, qtbot: QtBot) -> None:
    stage.start(demo=True)
    roles = [Role.SUPERVISOR, Role.FACILITATOR]
    main = stage.page(MainWindow)
    lease = stage.program._lease
    assert lease is not None
    folder = lease.book.opened.path.parent
    for role in roles:
        before = main
        choose_other_role(main)
        qtbot.waitUntil(lambda before=before: stage.window.centralWidget() is not before, timeout=LATER)
        main = stage.page(MainWindow)
        assert stage.program._lease is not None
        assert stage.program._lease.person.role is role
        assert stage.program._lease.book.ask(ReviewQueue()).result().entries[0].own is (role is Role.FACILITATOR)

    main.lock_requested.emit()
    stage.page(WelcomeScreen)
    assert not folder.exists()


def test_every_area_and_page_is_wired(stage: Stage, qtbot: QtBot) -> None:
    stage.start(demo=True)
    main = stage.page(MainWindow)
    for area in ("groups", "participants", "people", "venues", "service", "home"):
        click(main.area_buttons[area])
        assert main.navigator.area == area
        assert_accessible(main)


class WindowsShown(QObject):
    """Remembers every window that appears, be it for the blink of an eye."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.kinds.add(f"{type(watched).__name__} {watched.accessibleName()}".strip())
        return False


def test_no_part_of_a_page_flashes_up_as_a_window_of_its_own(stage: Stage, qtbot: QtBot, qapp: QApplication) -> None:
    shown = WindowsShown()
    qapp.installEventFilter(shown)
    try:
        stage.start(demo=True)
        main = stage.page(MainWindow)
        for area in ("groups", "participants", "people", "venues", "service", "home"):
            click(main.area_buttons[area])
        home = main.navigator.screen
        assert isinstance(home, HomeScreen)
        qtbot.waitUntil(lambda: bool(home.groups.cards) and bool(home.due.buttons), timeout=LATER)
        click(home.groups.cards[0].open_button)
        main.navigator.back()
        click(home.groups.cards[0].print_button)
        main.navigator.back()
        main.lock_requested.emit()
        stage.page(WelcomeScreen)
    finally:
        qapp.removeEventFilter(shown)

    assert shown.kinds == {"Window"}


def test_search_finds_people_and_groups_whatever_the_accents(stage: Stage, qtbot: QtBot) -> None:
    stage.start(demo=True)
    main = stage.page(MainWindow)
    show(stage.window)
    main.search.start()
    type_text(main.search.edit, "nahui alvarez")
    qtbot.waitUntil(lambda: main.search.results.count() == 1, timeout=LATER)
    assert "Ñahui Álvarez" in main.search.results.item(0).text()
    main.search.edit.selectAll()
    type_text(main.search.edit, "qantu")
    qtbot.waitUntil(lambda: "Grupo Qantu" in main.search.results.item(0).text(), timeout=LATER)


def test_a_wish_made_before_everything_is_loaded_waits_for_it(
    qtbot: QtBot, tmp_path: Path, environment: Environment, dialogs: ScriptedDialogs
) -> None:
    stage = Stage(qtbot, tmp_path, environment, dialogs)
    stage.program.welcome()
    page = stage.page(WelcomeScreen)
    click(page.create_button)
    assert stage.window.centralWidget() is page
    stage.program._loaded(stage.outside)

    stage.page(FirstRunScreen)
    stage.shut()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--help"], 0, "Uso: facilitador"),
        (["--version"], 0, "Facilitador 0."),
        (["--datos"], 2, "No se entiende «--datos»"),
    ],
)
def test_the_words_after_the_name_of_the_program(
    words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert program_entry.main(words) == code
    captured = capsys.readouterr()
    assert said in captured.out + captured.err


def test_a_book_and_example_data_exclude_each_other() -> None:
    with pytest.raises(program_entry.WrongUsage):
        program_entry.parse(["--demo", "cuaderno.facilitador"])
    assert program_entry.parse(["a.facilitador"]).book == Path("a.facilitador").absolute()


FIRST_PAINT = """
import sys
from PySide6.QtCore import QTimer
from facilitador import __main__ as entry
from facilitador.ui.program import Program

def look(self):
    heavy = ("sqlalchemy", "sqlcipher3", "msgspec", "reportlab", "facilitador.db", "facilitador.ui.main_window")
    print([name for name in heavy if name in sys.modules], flush=True)
    QTimer.singleShot(0, self.window.close)

Program._load_the_rest = look
sys.exit(entry.main([sys.argv[1]]))
"""


def test_the_first_page_is_painted_before_the_book_is_imported(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAINT, str(tmp_path / "x.facilitador")],
        check=True,
        capture_output=True,
        encoding="utf-8",
        cwd=PROJECT,
        timeout=60,
    )

    assert done.stdout == "[]\n"


SECOND_COPY = """
import sys
from facilitador import __main__ as entry
sys.exit(entry.main([sys.argv[1]]))
"""


def test_a_second_copy_raises_the_first_and_leaves(stage: Stage, book_file: Path, qtbot: QtBot) -> None:
    from facilitador.paths import app_data_folder
    from facilitador.ui.single_instance import SingleInstance

    first = SingleInstance(app_data_folder())
    assert first.is_first
    stage.start()
    first.raise_requested.connect(lambda book: program_entry._come_forward(stage.program, book))
    first.listen()
    second = subprocess.Popen([sys.executable, "-c", SECOND_COPY, str(book_file)], cwd=PROJECT)
    try:
        qtbot.waitUntil(lambda: second.poll() == 0, timeout=LATER)
        assert stage.unlock_page().book.currentText() == book_file.stem
    finally:
        second.kill()
        second.wait()
        first.close()
