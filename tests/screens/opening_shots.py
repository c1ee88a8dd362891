"""What stands before a book is open: welcome, first run, unlocking and what hinders it."""

from __future__ import annotations

from collections.abc import Callable

from facilitador.domain.registration_forms import Answer
from facilitador.ui.screens.first_run.screen import FirstRunScreen
from facilitador.ui.screens.unlock.new_clave import NewClaveScreen
from facilitador.ui.screens.welcome.screen import WelcomeScreen
from facilitador.use_cases.first_run import Step
from tests.screens.stage import Stage

CLAVE = "quinua rio 7 ceibo lento"


def no_book(stage: Stage) -> None:
    stage.close_book()


def unlock_refused(stage: Stage) -> None:
    page = stage.unlock_page(stage.new_book("vacio"))
    page.clave.edit.setText("no es esta")
    page.open_button.click()
    stage.until(page.clave_problem.isVisible)


def unlock_without_file(stage: Stage) -> None:
    stage.unlock_page(stage.folder / "Documentos" / "No está.facilitador")


def recovery(stage: Stage) -> None:
    stage.unlock_page(stage.new_book("vacio")).recovery_button.click()
    stage.page(NewClaveScreen).clave.edit.setText("molle viento")


def first_run(step: Step) -> Callable[[Stage], None]:
    """The guided flow, gone through up to this step."""

    def steps(stage: Stage) -> None:
        for book in (stage.folder / "Documentos").glob("*.facilitador*"):
            book.unlink()
        stage.program.welcome()
        stage.page(WelcomeScreen).create_button.click()
        page = stage.page(FirstRunScreen)
        answers: dict[Step, dict[str, Answer]] = {
            Step.SERVICE: {"name": "Centro Ñahuimpuquio", "binding": "bound"},
            Step.PERSON: {
                "given_names": "Rosa",
                "surnames": "Mamani",
                "role": "facilitator",
                "passphrase": CLAVE,
                "passphrase_again": CLAVE,
            },
        }
        while page.flow.step < step:
            if page.flow.step in answers:
                form = page.service if page.flow.step is Step.SERVICE else page.person
                form.restore_draft(answers[page.flow.step])
            before = page.flow.step
            page.on_button.click()
            stage.until(lambda: page.flow.step not in (before, Step.MAKING))  # noqa: B023 - called before it changes

    return steps


def first_run_refused(stage: Stage) -> None:
    first_run(Step.PERSON)(stage)
    stage.page(FirstRunScreen).on_button.click()
