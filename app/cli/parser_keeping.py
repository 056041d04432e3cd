"""The grammar of the commands that keep the office's data: ``company``, ``backup``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.base.environments import Environment
from app.booking.client import IncomeMethod


def add_keeping_commands(command: Callable[[Any, str, str], Any], commands: Any, environment: Callable[..., None]) -> None:  # noqa: ANN401 - argparse keeps these types to itself
    """Add the commands; `command` makes one, `environment` gives it ``--environment``."""
    _company(command(commands, "company", "klienci biura"), command, environment)
    _backup(command(commands, "backup", "kopia zapasowa archiwum: zrób, sprawdź, przywróć"), command, environment)


def _company(company: Any, command: Callable[[Any, str, str], Any], environment: Callable[..., None]) -> None:  # noqa: ANN401 - see above
    actions = company.add_subparsers(dest="action", title="działania", metavar="DZIAŁANIE", required=True)

    def action(name: str, text: str, *, of_client: bool = True) -> Any:  # noqa: ANN401 - see above
        made = command(actions, name, text)
        environment(made, default=Environment.PRODUCTION)
        if of_client:
            made.add_argument("--nip", required=True, metavar="NIP", help="NIP klienta")
        return made

    add = action("add", "dodaj klienta")
    for field, text in (
        ("name", "nazwa"),
        ("street", "ulica"),
        ("house", "numer domu"),
        ("flat", "numer lokalu"),
        ("city", "miejscowość"),
        ("postal-code", "kod pocztowy"),
        ("email", "adres e-mail"),
        ("tax-office", "kod urzędu skarbowego, cztery cyfry"),
    ):
        add.add_argument(f"--{field}", default="", metavar="TEKST", help=text)
    methods = tuple(method.value for method in IncomeMethod)
    add.add_argument("--income-method", choices=methods, default=IncomeMethod.KPIR.value, help="rozliczanie podatku dochodowego")
    add.add_argument("--quarterly", action="store_true", help="VAT kwartalnie")
    add.add_argument("--vat-exempt", action="store_true", help="klient nie prowadzi rejestru VAT")
    _json(action("list", "pokaż klientów", of_client=False))
    exported = action("export", "zapisz wszystko, co dotyczy klienta, w jednym pliku")
    exported.add_argument("--out", type=Path, required=True, metavar="PLIK.zip")
    removed = action("remove", "usuń klienta")
    removed.add_argument(
        "--proof", type=Path, metavar="PLIK.txt",
        help="razem z dokumentami, których lista ze skrótami SHA-256 powstanie w tym pliku; nie można tego cofnąć",
    )  # fmt: skip
    imported = action("import", "dodaj klientów z pliku CSV albo XLSX (nazwa, NIP)", of_client=False)
    imported.add_argument("input", type=Path, metavar="PLIK")


def _backup(backup: Any, command: Callable[[Any, str, str], Any], environment: Callable[..., None]) -> None:  # noqa: ANN401 - see above
    actions = backup.add_subparsers(dest="action", title="działania", metavar="DZIAŁANIE", required=True)
    made = command(actions, "make", "zrób kopię archiwum i od razu ją sprawdź; tokenów i haseł w niej nie ma")
    environment(made)
    made.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    _json(made)
    checked = command(actions, "check", "sprawdź plik kopii: czy jest cały i czy dokumenty zgadzają się ze skrótami")
    checked.add_argument("input", type=Path, metavar="PLIK.zip")
    _json(checked)
    restored = command(actions, "restore", "przywróć kopię; dotychczasowe archiwum zostanie obok pod inną nazwą")
    restored.add_argument("input", type=Path, metavar="PLIK.zip")
    environment(restored)
    verified = command(actions, "verify", "sprawdź archiwum, na którym pracuje program")
    environment(verified)


def _json(command: Any) -> None:  # noqa: ANN401 - see above
    command.add_argument("--json", action="store_true", help="wynik jako JSON")
