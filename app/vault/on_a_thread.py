"""Calling something that may never answer: a keyring's question can stand on the screen for ever."""

import threading
from collections.abc import Callable
from typing import TypeVar

from app.base.texts import _
from app.vault.errors import VaultSilent

T = TypeVar("T")


def call_within(seconds: float, job: Callable[[], T]) -> T:
    """What `job` returns or raises, if it does so within `seconds`; else `VaultSilent`, and its late answer is dropped."""
    answers: list[T] = []
    failures: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(job())
        except BaseException as error:  # noqa: BLE001 – raised again on the asking thread
            failures.append(error)

    # A daemon: a keyring that hangs must not keep the program from ending.
    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(seconds)
    if failures:
        raise failures[0]
    if not answers:
        raise VaultSilent(
            _("Systemowy magazyn haseł nie odpowiedział w ciągu {seconds} sekund.").format(seconds=round(seconds)),
            advice=_("Sprawdź, czy na ekranie nie czeka okno z prośbą o odblokowanie, i spróbuj ponownie."),
        )
    return answers[0]
