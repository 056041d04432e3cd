"""The grammar of the commands about a client's books: ``profile``, ``rules``, ``edit``."""

import argparse
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from app.booking.entry import Direction
from app.booking.treatment import LABELS, PLACES, SHARES

_SIDES: Final = tuple(side.value for side in Direction)
_FLAGS: Final = ("tak", "nie")


def add_books_commands(command: Callable[[Any, str, str], Any], commands: Any, environment: Callable[[Any], None]) -> None:  # noqa: ANN401 - argparse keeps these types to itself
    """Add the commands; `command` makes one, `environment` gives it ``--environment``."""

    def of_client(group: Any, name: str, text: str) -> Any:  # noqa: ANN401 - see above
        made = command(group, name, text)
        environment(made)
        made.add_argument("--nip", required=True, metavar="NIP", help="NIP klienta")
        return made

    _profile(command(commands, "profile", "profil klienta: program, ustawienia, wartości domyślne i reguły"), of_client)
    _rules(command(commands, "rules", "reguły klienta: kategorie, konta, kolumny, odliczenie"), of_client)
    edit = of_client(commands, "edit", "zmień ręcznie księgowanie dokumentów; ma pierwszeństwo przed regułami")
    edit.add_argument("numbers", nargs="+", metavar="NUMER", help="numer KSeF albo numer dokumentu")
    edit.add_argument("--direction", choices=_SIDES, help="który zapis, gdy dokument jest i sprzedażą, i zakupem")
    edit.add_argument("--clear", action="append", default=[], choices=tuple(LABELS), help="cofnij ręczną zmianę pola")
    _treatment(edit)


def _profile(command: Any, of_client: Callable[[Any, str, str], Any]) -> None:  # noqa: ANN401 - see above
    actions = command.add_subparsers(dest="action", title="działania", metavar="DZIAŁANIE", required=True)
    of_client(actions, "show", "pokaż profil jako JSON")
    given = of_client(actions, "set", "zmień profil; czego nie podasz, zostaje")
    given.add_argument("--to", metavar="FORMAT", help="program księgowy (lista: targets)")
    given.add_argument("--set", action="append", default=[], metavar="KLUCZ=WARTOŚĆ", help="ustawienie formatu")
    given.add_argument(
        "--deduction-delay", type=int, metavar="MIESIĘCY", help="o ile miesięcy później odliczać VAT zakupów (0-3)"
    )
    given.add_argument("--defaults", choices=_SIDES, help="czego dotyczą wartości poniżej: sprzedaży czy zakupu")
    _treatment(given)
    copied = of_client(actions, "copy", "daj profil tego klienta innym")
    copied.add_argument("--other", action="append", required=True, metavar="NIP", help="klient, który dostanie profil")
    copied.add_argument("--without-rules", action="store_true", help="reguły innych klientów zostają ich własne")
    saved = of_client(actions, "export", "zapisz profil jako plik")
    saved.add_argument("--out", type=Path, required=True, metavar="PLIK.json")
    read = of_client(actions, "import", "przyjmij profil z pliku; zastępuje dotychczasowy razem z regułami")
    read.add_argument("input", type=Path, metavar="PLIK.json")


def _rules(command: Any, of_client: Callable[[Any, str, str], Any]) -> None:  # noqa: ANN401 - see above
    actions = command.add_subparsers(dest="action", title="działania", metavar="DZIAŁANIE", required=True)
    of_client(actions, "list", "pokaż reguły w ich kolejności jako JSON")
    for name, text in (
        ("add", "dodaj regułę na końcu"),
        ("try", "pokaż, których dokumentów dotyczyłaby reguła i co by zmieniła"),
    ):
        made = of_client(actions, name, text)
        made.add_argument("--name", required=True, metavar="NAZWA", help="nazwa reguły; stoi przy każdym dokumencie")
        _conditions(made)
        _treatment(made)
    of_client(actions, "remove", "usuń regułę").add_argument("id", type=int, metavar="ID")
    order = of_client(actions, "order", "ustaw kolejność: pierwsza reguła, która ustala pole, wygrywa")
    order.add_argument("ids", type=int, nargs="+", metavar="ID")
    proposed = of_client(actions, "proposals", "pokaż reguły, które wynikają z ręcznych zmian, jako JSON")
    proposed.add_argument(
        "--accept", action="append", default=[], type=int, metavar="NUMER", help="dodaj propozycję o tym numerze"
    )


def _conditions(command: Any) -> None:  # noqa: ANN401 - see above
    group = command.add_argument_group("warunki (wszystkie podane muszą być spełnione)")
    group.add_argument("--if-direction", choices=_SIDES, help="tylko sprzedaż albo zakup")
    group.add_argument("--if-nip", action="append", default=[], metavar="NIP", help="NIP albo numer VAT-UE kontrahenta")
    group.add_argument("--if-name", default="", metavar="TEKST", help="część nazwy kontrahenta")
    group.add_argument("--if-line", default="", metavar="TEKST", help="część nazwy pozycji faktury")
    group.add_argument("--if-gtu", action="append", default=[], metavar="GTU_nn", help="oznaczenie na pozycji")
    group.add_argument("--if-currency", default="", metavar="KOD", help="waluta dokumentu")
    group.add_argument("--if-amount-from", type=amount_value, metavar="KWOTA", help="brutto co najmniej")
    group.add_argument("--if-amount-to", type=amount_value, metavar="KWOTA", help="brutto najwyżej")


def _treatment(command: Any) -> None:  # noqa: ANN401 - see above
    group = command.add_argument_group("co ustalić")
    places = ", ".join(f"{{{place}}}" for place in PLACES)
    for name, label in LABELS.items():
        flag = f"--{name.replace('_', '-')}"
        if name == "deductible_share":
            shares = tuple(str(share) for share in SHARES)
            group.add_argument(flag, choices=shares, help=f"{label}: procent podatku do odliczenia")
        elif name in {"fixed_asset", "skip"}:
            group.add_argument(flag, choices=_FLAGS, help=label)
        else:
            group.add_argument(
                flag, metavar="TEKST", help=f"{label}; wzorzec, miejsca: {places}" if name == "description" else label
            )


def amount_value(text: str) -> Decimal:
    """An amount of an argument, with a dot or a comma."""
    try:
        value = Decimal(text.replace(",", ".").replace(" ", ""))
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"„{text}” nie jest kwotą.") from None
    if not value.is_finite():
        raise argparse.ArgumentTypeError(f"„{text}” nie jest kwotą.")
    return value
