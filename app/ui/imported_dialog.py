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

from app.base.texts import _
from app.office.imports import Imported
from app.ui.wording import documents

_OUTCOMES: Final = {
    "refused": "odrzucony",
    "other": "to nie faktura",
    "numbered": "dopisano numer KSeF",
    "new": "wczytany",
    "known": "już był w archiwum",
}
_SHOWN: Final = ("refused", "other", "numbered")
_MOST_ROWS: Final = 2_000


class ImportedDialog(QDialog):
    """A summary in a sentence, and a table of the files that were not simply read."""

    def __init__(self, parent: QWidget, imported: Imported) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Import zakończony"))
        self.resize(760, 420)
        self.title = QLabel(_("Wczytano: {documents}").format(documents=documents(imported.new)))
        self.title.setProperty("role", "title")
        self.text = QLabel(_summary(imported))
        self.text.setWordWrap(True)
        rows = [each for kind in _SHOWN for each in imported.documents if each.outcome == kind][:_MOST_ROWS]
        self.table = QTableWidget(len(rows), 3)
        self.table.setAccessibleName(_("Pliki niewczytane"))
        self.table.setHorizontalHeaderLabels([_("Plik"), _("Wynik"), _("Powód")])
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().hide()
        for number, each in enumerate(rows):
            reason = " ".join(finding.message for finding in each.findings)
            for column, text in enumerate((each.source, _OUTCOMES[each.outcome], reason)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(number, column, item)
        self.table.setColumnWidth(0, 230)
        self.table.setColumnWidth(1, 140)
        self.table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.setVisible(bool(rows))
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
        if not rows:
            layout.addStretch()
        layout.addLayout(foot)


def _summary(imported: Imported) -> str:
    parts = (
        (imported.known, _("już w archiwum: {n}")),
        (imported.numbered, _("dopisano numer KSeF: {n}")),
        (imported.refused, _("odrzucone: {n}")),
        (imported.other, _("inne pliki: {n}")),
    )
    return ", ".join(text.format(n=count) for count, text in parts if count).capitalize() or _(
        "Wszystkie pliki zostały wczytane."
    )
