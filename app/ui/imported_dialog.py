"""What became of every file of an import."""

from typing import Final

from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.base.texts import Words, _
from app.office.imports import Fate, Imported
from app.ui.help.key import attach_help
from app.ui.help.links import FindingLinks
from app.ui.wording import documents

_FATES: Final = Words(
    {
        Fate.REFUSED: "odrzucony",
        Fate.OTHER: "to nie faktura",
        Fate.NUMBERED: "dopisano numer KSeF",
        Fate.NEW: "wczytany",
        Fate.KNOWN: "już był w archiwum",
    }
)
_SHOWN: Final = (Fate.REFUSED, Fate.OTHER, Fate.NUMBERED)
_MOST_EXPLAINED: Final = 3
_MOST_ROWS: Final = 2_000


class ImportedDialog(QDialog):
    """A summary in a sentence, and a table of the files that were not simply read."""

    def __init__(self, parent: QWidget, imported: Imported) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Import zakończony"))
        self.resize(760, 420)
        attach_help(self, "przegladanie")
        self.title = QLabel(_("Wczytano: {documents}").format(documents=documents(imported.count(Fate.NEW))))
        self.title.setProperty("role", "title")
        self.text = QLabel(_summary(imported))
        self.text.setWordWrap(True)
        rows = [each for fate in _SHOWN for each in imported.documents if each.fate is fate][:_MOST_ROWS]
        self.table = QTableWidget(len(rows), 3)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(_("Pliki niewczytane"))
        self.table.setHorizontalHeaderLabels([_("Plik"), _("Wynik"), _("Powód")])
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        for number, each in enumerate(rows):
            reason = " ".join(finding.message for finding in each.findings)
            for column, text in enumerate((each.source, _FATES[each.fate], reason)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, column, item)
        self.table.setColumnWidth(0, 230)
        self.table.setColumnWidth(1, 140)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.setVisible(bool(rows))
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.explained = FindingLinks(_MOST_EXPLAINED)
        self.table.currentCellChanged.connect(lambda row, *_rest: self.explained.show_findings(rows[row].findings))
        self.table.setCurrentCell(0, 0)
        close = QPushButton(_("Zamknij"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addWidget(self.table, stretch=1)
        layout.addWidget(self.explained)
        if not rows:
            layout.addStretch()
        layout.addLayout(foot)


def _summary(imported: Imported) -> str:
    parts = (
        (Fate.KNOWN, _("już w archiwum: {n}")),
        (Fate.NUMBERED, _("dopisano numer KSeF: {n}")),
        (Fate.REFUSED, _("odrzucone: {n}")),
        (Fate.OTHER, _("inne pliki: {n}")),
    )
    counted = [(imported.count(fate), text) for fate, text in parts]
    return ", ".join(text.format(n=count) for count, text in counted if count).capitalize() or _(
        "Wszystkie pliki zostały wczytane."
    )
