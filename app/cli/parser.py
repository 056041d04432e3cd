"""The grammar of the command line, in Polish."""

import argparse
import datetime as dt
from pathlib import Path
from typing import Any, Final

from app.base.dates import Month, parse_month
from app.base.environments import Environment
from app.booking.entry import Direction
from app.cli.parser_books import add_books_commands
from app.cli.parser_checks import add_check_commands
from app.cli.parser_keeping import add_keeping_commands
from app.cli.parser_program import add_program_options
from app.cli.polish_parser import Parser
from app.office.rate_modes import RateMode
from app.office.states import Period, WorkState

PROGRAM: Final = "konwerter-ksef"

_ENVIRONMENTS: Final = tuple(environment.value for environment in Environment)


def make_parser() -> Parser:
    """The whole grammar; `command` of the result is None where the window is meant."""
    parser = Parser(
        prog=PROGRAM, description="Faktury z KSeF do plików importu programów księgowych. Bez polecenia otwiera okno."
    )
    add_program_options(parser)
    commands = parser.add_subparsers(dest="command", title="polecenia", metavar="POLECENIE")
    _convert(_command(commands, "convert", "zamień faktury na plik importu"))
    _inspect(_command(commands, "inspect", "pokaż, co mówi faktura"))
    _entries(_command(commands, "entries", "pokaż, jak faktury zostaną zaksięgowane"))
    _targets(_command(commands, "targets", "pokaż programy księgowe, ich ustawienia i pytania"))
    _page(_command(commands, "page", "zapisz fakturę jako stronę PDF albo HTML"))
    _package(_command(commands, "package", "spakuj miesiąc klienta: XML, PDF i raport braków"))
    _import(_command(commands, "import", "zapisz faktury w archiwum klienta"))
    _list(_command(commands, "list", "pokaż dokumenty z archiwum"))
    _xml(_command(commands, "xml", "zapisz oryginalne pliki XML z archiwum"))
    _history(_command(commands, "history", "pokaż konwersje klienta: kto, kiedy, jaki plik i jakie sumy; cofnij jedną z nich"))
    _whitelist(_command(commands, "whitelist", "sprawdź sprzedawców i rachunki na białej liście podatników VAT"))
    _sync(_command(commands, "sync", "pobierz faktury z KSeF"))
    add_check_commands(_command, commands, _environment, _month)
    _access(_command(commands, "access", "dostęp do KSeF: tokeny i certyfikaty"))
    add_books_commands(_command, commands, _environment)
    add_keeping_commands(_command, commands, _environment)
    return parser


def _command(commands: Any, name: str, text: str) -> Parser:  # noqa: ANN401 - argparse keeps this type to itself
    command: Parser = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    command.add_argument("--data-dir", type=Path, metavar="FOLDER", default=argparse.SUPPRESS, help="folder danych programu")
    return command


def _convert(command: Parser) -> None:
    _inputs(command, "*")
    _environment(command, required=False)
    _nip(command)
    command.add_argument(
        "--to", metavar="FORMAT", help="format pliku; domyślnie epp albo ostatnio użyty dla klienta (lista: targets)"
    )
    command.add_argument("--out", type=Path, required=True, metavar="ŚCIEŻKA", help="folder wyników albo plik")
    _month(command)
    _state(command, "tylko dokumenty w tym stanie; domyślnie new i to_convert")
    _direction(command, "tylko sprzedaż albo zakup; reszta zostanie pominięta")
    command.add_argument("--set", action="append", default=[], metavar="KLUCZ=WARTOŚĆ", help="ustawienie formatu")
    _decide(command)
    _rates(command)
    command.add_argument("--report", type=Path, metavar="PLIK.json", help="zapisz raport")


def _inspect(command: Parser) -> None:
    command.add_argument("input", type=Path, metavar="PLIK")
    _json(command)


def _entries(command: Parser) -> None:
    _inputs(command, "+")
    _nip(command)
    _direction(command, "kierunek, gdy klient jest po obu stronach")
    _decide(command)
    _rates(command)
    _json(command)


def _targets(command: Parser) -> None:
    _json(command)


def _page(command: Parser) -> None:
    _inputs(command, "*")
    command.add_argument("--out", type=Path, required=True, metavar="PLIK.pdf|.html|FOLDER")
    _environment(command, required=False)
    command.add_argument("--nip", metavar="NIP", help="zamiast plików: dokumenty tego klienta z archiwum; wymaga --environment")
    _month(command)
    _name_pattern(command)


def _package(command: Parser) -> None:
    _environment(command)
    _nip(command)
    _month(command, required=True)
    command.add_argument("--out", type=Path, required=True, metavar="PLIK.zip")
    _name_pattern(command)


def _import(command: Parser) -> None:
    _inputs(command, "+")
    _environment(command)
    _nip(command)


def _list(command: Parser) -> None:
    _environment(command)
    _nip(command)
    _month(command)
    _state(command, "tylko dokumenty w tym stanie")
    _direction(command, "tylko sprzedaż albo zakup")
    _json(command)


def _xml(command: Parser) -> None:
    _environment(command)
    _nip(command)
    _month(command)
    command.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    _name_pattern(command)


def _history(command: Parser) -> None:
    _environment(command)
    _nip(command)
    command.add_argument("--undo", type=int, metavar="ID", help="cofnij konwersję o tym numerze; plików program nie usuwa")
    _json(command)


def _whitelist(command: Parser) -> None:
    _environment(command)
    _nip(command)
    _month(command)
    _state(command, "tylko dokumenty w tym stanie")
    command.add_argument("--day", type=_day_value, metavar="RRRR-MM-DD", help="stan listy w tym dniu; domyślnie dziś")
    _json(command)


def _sync(command: Parser) -> None:
    _environment(command)
    who = command.add_mutually_exclusive_group(required=True)
    who.add_argument("--nip", metavar="NIP[-00000]", help="NIP klienta albo identyfikator wewnętrzny jednostki")
    who.add_argument("--all", action="store_true", help="wszyscy klienci, którzy mają dostęp")
    since = "od kiedy; domyślnie 2026-02-01 przy pierwszym pobieraniu, a wcześniejsza data później uzupełnia lukę"
    command.add_argument("--since", type=_day_value, metavar="RRRR-MM-DD", help=since)
    command.add_argument(
        "--token-stdin", action="store_true", help="token ze standardowego wejścia, tylko na ten raz; wymaga --nip"
    )
    _api_url(command)
    _json(command)


def _access(command: Parser) -> None:
    actions = command.add_subparsers(dest="action", title="działania", metavar="DZIAŁANIE", required=True)
    given = _command(actions, "set", "zapisz token (ze standardowego wejścia) albo certyfikat (hasło ze standardowego wejścia)")
    _owner(given)
    given.add_argument("--certificate", type=Path, metavar="PLIK", help="certyfikat PKCS#12 (.p12, .pfx) albo PEM")
    given.add_argument("--key", type=Path, metavar="PLIK", help="klucz prywatny, gdy certyfikat PEM go nie zawiera")
    given.add_argument("--expires", type=_day_value, metavar="RRRR-MM-DD", help="dzień, w którym token wygasa")
    listed = _command(actions, "list", "pokaż, czym loguje się program za każdego klienta")
    _environment(listed)
    _json(listed)
    _owner(_command(actions, "check", "zaloguj się na próbę i pokaż uprawnienia"))
    _owner(_command(actions, "remove", "usuń dostęp z tego komputera"))


def _owner(command: Parser) -> None:
    _environment(command)
    who = command.add_mutually_exclusive_group(required=True)
    who.add_argument("--nip", metavar="NIP[-00000]", help="NIP klienta albo identyfikator wewnętrzny jednostki")
    who.add_argument("--office", action="store_true", help="certyfikat biura, wspólny dla wszystkich klientów")
    _api_url(command)


def _api_url(command: Parser) -> None:
    text = "inny serwer KSeF, do prób (albo zmienna KONWERTER_KSEF_API_URL)"
    command.add_argument("--api-url", default="", metavar="ADRES", help=text)


def _inputs(command: Parser, count: str) -> None:
    command.add_argument("inputs", type=Path, nargs=count, metavar="PLIK", help="plik XML, folder albo archiwum ZIP")


def _environment(command: Parser, *, required: bool = True, default: Environment | None = None) -> None:
    command.add_argument(
        "--environment",
        type=_environment_value,
        required=required and default is None,
        default=default,
        metavar="ŚRODOWISKO",
        help=f"archiwum środowiska: {', '.join(_ENVIRONMENTS)}",
    )


def _nip(command: Parser) -> None:
    command.add_argument("--nip", required=True, metavar="NIP", help="NIP klienta")


def _month(command: Parser, *, required: bool = False) -> None:
    command.add_argument("--month", type=_month_value, required=required, metavar="RRRR-MM", help="miesiąc; domyślnie okres VAT")
    periods = tuple(period.value for period in Period)
    command.add_argument("--by", choices=periods, default=None, help="co znaczy miesiąc: okres VAT, wystawienie czy wpływ")


def _name_pattern(command: Parser) -> None:
    places = "{data} {numer} {numer_ksef} {sprzedawca} {nabywca} {kontrahent} {nip} {rodzaj} {kierunek}"
    command.add_argument("--name-pattern", metavar="WZORZEC", help=f"nazwy plików; miejsca: {places}; domyślnie {{numer_ksef}}")


def _state(command: Parser, text: str) -> None:
    command.add_argument("--state", choices=tuple(state.value for state in WorkState), help=text)


def _direction(command: Parser, text: str) -> None:
    command.add_argument("--direction", choices=("auto", *(side.value for side in Direction)), default="auto", help=text)


def _decide(command: Parser) -> None:
    metavar = "KOD[@NUMER]=WARTOŚĆ"
    command.add_argument("--decide", action="append", default=[], metavar=metavar, help="odpowiedź na pytanie (lista: targets)")


def _rates(command: Parser) -> None:
    text = "kurs, którego nie podaje faktura: nbp – z tabeli A NBP (domyślnie), ask – program pyta"
    command.add_argument("--rates", choices=(RateMode.NBP.value, RateMode.ASK.value), default=RateMode.NBP.value, help=text)


def _json(command: Parser) -> None:
    command.add_argument("--json", action="store_true", help="wynik jako JSON")


def _day_value(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"„{text}” nie jest datą RRRR-MM-DD.") from None


def _month_value(text: str) -> Month:
    try:
        return parse_month(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"„{text}” nie jest miesiącem RRRR-MM.") from None


def _environment_value(text: str) -> Environment:
    try:
        return Environment(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"nie ma środowiska „{text}”. Możliwe: {', '.join(_ENVIRONMENTS)}.") from None
