"""What a rule would do: the past documents it concerns, with each field before and after."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QLabel, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.base.texts import _
from app.booking.entry import Entry
from app.booking.treatment import LABELS
from app.office.rules import Tried
from app.ui.wording import documents

_MOST_SHOWN = 500


class TrialView(QWidget):
    """A sentence and a table; empty until a rule was tried."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.table = QTreeWidget()
        self.table.setRootIsDecorated(False)
        self.table.setAlternatingRowColors(True)
        self.table.setHeaderLabels([_("Data"), _("Numer"), _("Kontrahent"), _("Teraz"), _("Z regułą")])
        self.table.setAccessibleName(_("Dokumenty, których dotyczy reguła"))
        self.table.setStyleSheet("QTreeWidget::item { padding: 5px 8px; }")
        header = self.table.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sentence)
        layout.addWidget(self.table, stretch=1)
        self.clear()

    def clear(self) -> None:
        """Nothing was tried yet."""
        self.table.clear()
        self.table.hide()
        self.sentence.setText("")

    def show_tried(self, tried: Sequence[Tried]) -> None:
        """Show what a rule would do; beyond 500 documents only the count."""
        self.table.clear()
        overruled = sum(1 for one in tried if one.overruled)
        text = _("Reguła dotyczy: {documents}. Niczego nie zmieniono.").format(documents=documents(len(tried)))
        if overruled:
            text += " " + _("W {n} z nich o części pól decyduje ręczna zmiana albo wcześniejsza reguła.").format(n=overruled)
        if len(tried) > _MOST_SHOWN:
            text += " " + _("Poniżej najnowsze {n}.").format(n=_MOST_SHOWN)
        self.sentence.setText(text)
        for one in tried[:_MOST_SHOWN]:
            summary = one.row.summary
            cells = [
                str(summary.issue_date),
                summary.number,
                summary.counterparty,
                _account(one.before),
                _account(one.after) if not one.overruled else f"{_account(one.after)} *",
            ]
            item = QTreeWidgetItem(cells)
            if one.overruled:
                fields = ", ".join(LABELS[field] for field in one.overruled)
                item.setToolTip(4, _("O tym decyduje co innego: {fields}").format(fields=fields))
            for column in (3, 4):
                item.setToolTip(column, item.toolTip(column) or cells[column])
            self.table.addTopLevelItem(item)
        self.table.setVisible(bool(tried))


def _account(entry: Entry) -> str:
    """What is decided about an entry, in one line."""
    return "; ".join(f"{LABELS[one.field]}: {one.value}" for one in entry.explanations) or _("nic")
