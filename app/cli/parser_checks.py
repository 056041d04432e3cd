"""The grammar of the commands about findings: ``check``, ``acknowledge``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any


def add_check_commands(
    command: Callable[[Any, str, str], Any],
    commands: Any,  # noqa: ANN401 - argparse keeps these types to itself
    environment: Callable[..., None],
    month: Callable[[Any], None],
) -> None:
    """Add the commands; `command` makes one, `environment` gives it ``--environment``, `month` ``--month`` and ``--by``."""
    check = command(commands, "check", "sprawdź faktury: rachunki, numery, daty, powtórzenia; niczego nie zmienia")
    check.add_argument("inputs", type=Path, nargs="*", metavar="PLIK", help="plik XML, folder albo archiwum ZIP")
    environment(check, required=False)
    _nip(check)
    month(check)
    check.set_defaults(state=None)
    check.add_argument("--json", action="store_true", help="wynik jako JSON")
    seen = command(commands, "acknowledge", "przyjmij uwagę do wiadomości: nie podnosi już stopnia dokumentu na listach")
    seen.add_argument("numbers", nargs="+", metavar="NUMER", help="numer KSeF albo numer dokumentu")
    environment(seen)
    _nip(seen)
    seen.add_argument("--code", required=True, metavar="KOD", help="kod uwagi (pokazuje go check)")
    seen.add_argument("--take-back", action="store_true", help="cofnij przyjęcie do wiadomości")


def _nip(command: Any) -> None:  # noqa: ANN401 - see above
    command.add_argument("--nip", required=True, metavar="NIP", help="NIP klienta")
