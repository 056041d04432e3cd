"""What can be done from the main window: one list of actions with their keys, for toolbar, menus and shortcuts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.base.texts import Later, _
from app.ui.icons import icon
from app.ui.theme import Colours


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """An action: its name in code, text, key, icon, and the explanation shown at the pointer."""

    name: str
    text: Later
    keys: str
    icon: str
    tip: Later


ACTIONS: Final = (
    ActionSpec(
        "download_all",
        "Pobierz wszystkich",
        "Shift+F5",
        "download",
        "Pobierz z KSeF faktury wszystkich klientów, którzy mają dostęp",
    ),
    ActionSpec("download", "Pobierz wybranego klienta", "F5", "download", "Pobierz z KSeF faktury wybranego klienta"),
    ActionSpec("board", "Tablica", "Ctrl+B", "board", "Stan każdego klienta: do kiedy kompletne, co nowego, co się nie udało"),
    ActionSpec("diary", "Dziennik pobrań", "Ctrl+Shift+B", "board", "Wyniki wszystkich pobrań"),
    ActionSpec("access", "Dostęp do KSeF…", "Ctrl+Shift+A", "key", "Token klienta, certyfikat biura albo plik z certyfikatem"),
    ActionSpec(
        "import",
        "Importuj pliki…",
        "Ctrl+O",
        "import",
        "Wczytaj faktury XML, paczki ZIP albo pliki zapisane z Aplikacji Podatnika",
    ),
    ActionSpec("import_folder", "Importuj folder…", "Ctrl+Shift+O", "folder", "Wczytaj wszystkie faktury z folderu"),
    ActionSpec("convert", "Konwertuj…", "Ctrl+E", "convert", "Zapisz plik importu dla programu księgowego"),
    ActionSpec("pdf", "Zapisz PDF…", "Ctrl+S", "pdf", "Zapisz zaznaczone albo wszystkie faktury z listy jako PDF lub XML"),
    ActionSpec("print", "Drukuj…", "Ctrl+P", "print", "Wydrukuj zaznaczone faktury"),
    ActionSpec("package", "Paczka miesiąca…", "Ctrl+Shift+P", "package", "Oryginalne XML i PDF jednego miesiąca w pliku ZIP"),
    ActionSpec("history", "Historia konwersji…", "Ctrl+H", "history", "Kto, kiedy i jaki plik zapisał dla wybranego klienta"),
    ActionSpec("undo", "Cofnij konwersję…", "Ctrl+Shift+Z", "undo", "Przywróć dokumenty ostatniej konwersji tego klienta"),
    ActionSpec(
        "profile",
        "Profil klienta…",
        "Ctrl+Shift+K",
        "settings",
        "Program księgowy, ustawienia i wartości domyślne wybranego klienta",
    ),
    ActionSpec("rules", "Reguły…", "Ctrl+Shift+R", "rules", "Kategorie, konta i odliczenie VAT ustalane same, według reguł"),
    ActionSpec(
        "undo_edit",
        "Cofnij ostatnią zmianę",
        "Ctrl+Z",
        "undo",
        "Cofnij ostatnią zmianę stanu, etykiety, notatki albo księgowania",
    ),
    ActionSpec("palette", "Polecenia…", "Ctrl+K", "search", "Znajdź polecenie, klienta albo widok, wpisując kilka liter"),
    ActionSpec("search", "Szukaj", "Ctrl+F", "search", "Szukaj w numerach, kontrahentach i NIP-ach, bez polskich znaków też"),
    ActionSpec("add_client", "Dodaj klienta…", "Ctrl+N", "clients", "Dodaj firmę, której księgi prowadzisz"),
    ActionSpec(
        "import_clients", "Wczytaj listę klientów…", "", "clients", "Dodaj klientów z pliku CSV albo XLSX z nazwami i NIP-ami"
    ),
    ActionSpec("refresh", "Odśwież", "Ctrl+R", "refresh", "Wczytaj listę ponownie"),
    ActionSpec("settings", "Ustawienia…", "Ctrl+,", "settings", "Wygląd, pobieranie według planu, kopie zapasowe, prywatność"),
    ActionSpec("theme", "Jasny / ciemny", "Ctrl+T", "theme", "Zmień wygląd: jasny, ciemny"),
    ActionSpec("help", "Pomoc", "F1", "help", "Pomoc do tego miejsca"),
    ActionSpec("about", "O programie", "", "help", "Wersja i licencje"),
)


def make_actions(parent: QWidget, handlers: dict[str, Callable[[], None]], colours: Colours) -> dict[str, QAction]:
    """The actions, each connected to its handler."""
    made: dict[str, QAction] = {}
    for spec in ACTIONS:
        action = QAction(icon(spec.icon, colours.text), _(spec.text), parent)
        action.setToolTip(f"{_(spec.tip)} ({spec.keys})" if spec.keys else _(spec.tip))
        if spec.keys:
            action.setShortcut(QKeySequence(spec.keys))
        handler = handlers[spec.name]
        action.triggered.connect(lambda _checked=False, handler=handler: handler())
        parent.addAction(action)
        made[spec.name] = action
    return made


def recolour(actions: dict[str, QAction], colours: Colours) -> None:
    """Draw the icons in another theme's text colour."""
    for spec in ACTIONS:
        actions[spec.name].setIcon(icon(spec.icon, colours.text))
