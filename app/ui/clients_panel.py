"""The left side: the office's clients with what is new and what needs attention."""

from typing import Final

from PySide6.QtCore import QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QMenu, QToolButton, QVBoxLayout, QWidget

from app.base.nip import format_nip
from app.base.texts import _
from app.office.companies import ClientRow
from app.ui.icons import icon
from app.ui.theme import Colours
from app.ui.widgets.client_delegate import DETAIL_ROLE, ClientDelegate

_NIP: Final = Qt.ItemDataRole.UserRole


class ClientsPanel(QWidget):
    """A list: everybody first, then clients by name."""

    chosen = Signal(str)
    """The NIP of the chosen client; empty for everybody."""
    add_wanted = Signal()
    edit_wanted = Signal(str)
    export_wanted = Signal(str)
    remove_wanted = Signal(str)
    profile_wanted = Signal(str)
    rules_wanted = Signal(str)

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        heading = QLabel(_("Klienci"))
        heading.setProperty("role", "muted")
        self.add_button = QToolButton()
        self.add_button.setToolTip(_("Dodaj klienta (Ctrl+N)"))
        self.add_button.setAccessibleName(_("Dodaj klienta"))
        self.add_button.clicked.connect(self.add_wanted)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Klienci"))
        self.list.setItemDelegate(ClientDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.currentItemChanged.connect(self._choose)
        self.list.itemDoubleClicked.connect(lambda item: self.edit_wanted.emit(item.data(_NIP)) if item.data(_NIP) else None)
        top = QHBoxLayout()
        top.setContentsMargins(12, 8, 8, 4)
        top.addWidget(heading)
        top.addStretch()
        top.addWidget(self.add_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.list, stretch=1)
        self.setMinimumWidth(200)
        self.set_colours(colours)

    @property
    def current(self) -> str:
        """The NIP of the chosen client; empty for everybody."""
        item = self.list.currentItem()
        return "" if item is None else str(item.data(_NIP))

    def show_clients(self, clients: tuple[ClientRow, ...], chosen: str) -> None:
        """Show these clients and keep (or set) the choice without announcing it."""
        with QSignalBlocker(self.list):
            self.list.clear()
            self._add(_("Wszyscy"), "", sum(row.new for row in clients), sum(row.problems for row in clients))
            for row in clients:
                self._add(row.client.name or format_nip(row.client.nip), row.client.nip, row.new, row.problems)
            self.choose(chosen)

    def choose(self, nip: str) -> None:
        """Put the choice on a client; on everybody where there is no such client."""
        for number in range(self.list.count()):
            if self.list.item(number).data(_NIP) == nip:
                self.list.setCurrentRow(number)
                return
        self.list.setCurrentRow(0)

    def set_colours(self, colours: Colours) -> None:
        """Follow a change of theme."""
        self.add_button.setIcon(icon("add", colours.text))

    def _add(self, name: str, nip: str, new: int, problems: int) -> None:
        counts = [text.format(n=count) for count, text in ((new, _("nowe: {n}")), (problems, _("do wyjaśnienia: {n}"))) if count]
        item = QListWidgetItem(name)
        item.setData(_NIP, nip)
        item.setData(DETAIL_ROLE, " · ".join(counts) or _("nic nowego"))
        item.setToolTip(f"{name}\nNIP {format_nip(nip)}" if nip else name)
        spoken = _("{name}, nowe {new}, do wyjaśnienia {problems}").format(name=name, new=new, problems=problems)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.list.addItem(item)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_NIP))

    def _menu(self, place: QPoint) -> None:
        item = self.list.itemAt(place)
        if item is None or not item.data(_NIP):
            return
        nip = str(item.data(_NIP))
        menu = QMenu(self.list)
        for title, signal in (
            (_("Profil klienta…"), self.profile_wanted),
            (_("Reguły…"), self.rules_wanted),
            (_("Zmień dane klienta…"), self.edit_wanted),
            (_("Eksport całego klienta…"), self.export_wanted),
            (_("Usuń klienta…"), self.remove_wanted),
        ):
            action = QAction(title, menu)
            action.triggered.connect(lambda _checked=False, signal=signal: signal.emit(nip))
            menu.addAction(action)
        menu.popup(self.list.viewport().mapToGlobal(place))
