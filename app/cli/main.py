"""The command line's one entrance: from arguments to an exit status."""

import argparse
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from app.base.errors import Cancelled, InputError, KonwerterError
from app.base.paths import Paths
from app.cli.output import say
from app.cli.parser import make_parser
from app.cli.parser_program import spelled_out
from app.cli.statuses import DONE, UNUSABLE, WORLD

_INTERRUPTED: Final = 130
"""What shells give to a program stopped by Ctrl+C."""


def main(
    arguments: Sequence[str],
    open_window: Callable[..., int],
    try_window: Callable[[Paths], str] | None = None,
    close_window: Callable[[Path | None], bool] | None = None,
) -> int:
    """Run one command and give its exit status: 0 done, 1 done in part, 2 unusable arguments or input, 3 the world's fault.

    Without a command `open_window` is called with ``--data-dir`` (a `Path` or None) and the files to open; ``--self-test`` takes
    `try_window`, ``--quit`` `close_window`, which says whether there was one. Never raises: what goes wrong is told on standard error.
    """
    try:
        return _run(arguments, open_window, try_window, close_window)
    except (Cancelled, KeyboardInterrupt):
        say("Przerwano.")
        return _INTERRUPTED
    except InputError as error:
        return _fail(error, UNUSABLE)
    except KonwerterError as error:
        return _fail(error, WORLD)
    except BrokenPipeError:  # whoever read the output has heard enough
        return WORLD
    except Exception as error:  # noqa: BLE001 - our bug: told in one sentence, as the last resort
        place = traceback.extract_tb(error.__traceback__)[-1]
        say("Błąd programu. Prześlij tę wiadomość autorom, razem z użytym poleceniem.")
        say(f"Szczegóły: {type(error).__name__}: {error} ({place.name}, wiersz {place.lineno})")
        return WORLD


def _run(
    arguments: Sequence[str],
    open_window: Callable[..., int],
    try_window: Callable[[Paths], str] | None,
    close_window: Callable[[Path | None], bool] | None,
) -> int:
    parsed = make_parser().parse_args(spelled_out(arguments))
    if parsed.self_test and try_window is not None:
        from app.cli.testing import run_self_test  # noqa: PLC0415 - see `_command`

        return run_self_test(try_window)
    if parsed.quit and close_window is not None:
        say("Program został zamknięty." if close_window(parsed.data_dir) else "Program nie jest otwarty.")
        return DONE
    if parsed.command is None:
        return open_window(parsed.data_dir, *parsed.opened)
    return _command(parsed.command)(parsed)


def _command(name: str) -> Callable[[argparse.Namespace], int]:
    """The command's function; only its own room is imported, so that each starts fast."""
    if name == "convert":
        from app.cli.converting import convert  # noqa: PLC0415 - see the docstring

        return convert
    if name in {"inspect", "entries", "targets"}:
        from app.cli import reading  # noqa: PLC0415 - see the docstring

        return {"inspect": reading.inspect, "entries": reading.entries, "targets": reading.targets}[name]
    if name in {"sync", "access"}:
        from app.cli import fetching  # noqa: PLC0415 - see the docstring

        return {"sync": fetching.sync_clients, "access": fetching.access}[name]
    if name in {"profile", "rules", "edit", "check", "acknowledge"}:
        from app.cli import books, examining  # noqa: PLC0415 - see the docstring

        return {
            "profile": books.profiles,
            "rules": books.rule_book,
            "edit": books.edit_documents,
            "check": examining.check,
            "acknowledge": examining.acknowledge_findings,
        }[name]
    if name in {"whitelist", "history"}:
        from app.cli import checking, history  # noqa: PLC0415 - see the docstring

        return {"whitelist": checking.whitelist, "history": history.history}[name]
    return _keeping(name)


def _keeping(name: str) -> Callable[[argparse.Namespace], int]:
    """The function of a command about the archive."""
    if name in {"company", "backup"}:
        from app.cli import backups, companies  # noqa: PLC0415 - see the docstring

        return {"company": companies.company, "backup": backups.backup}[name]
    if name == "page":
        from app.cli.pages import page  # noqa: PLC0415 - see the docstring

        return page
    from app.cli import keeping  # noqa: PLC0415 - see the docstring

    return {
        "import": keeping.import_documents,
        "list": keeping.list_documents,
        "xml": keeping.save_xml,
        "package": keeping.package,
    }[name]


def _fail(error: KonwerterError, status: int) -> int:
    say(str(error))
    if error.detail:
        say(f"Szczegóły: {error.detail}")
    return status
