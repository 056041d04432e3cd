"""The wizard's last page: the live test, and what it showed."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import KonwerterError
from app.base.findings import Level
from app.base.progress import Progress
from app.base.texts import _
from app.office.access import AccessKind, AccessRow, AccessState
from app.office.environments import permission_name
from app.ui.help.key import give_help
from app.ui.help.links import FindingLinks
from app.ui.ksef.access.trial import Tried
from app.ui.theme import Colours
from app.ui.widgets.card import Card
from app.ui.widgets.cells import TO_THE_LEFT
from app.ui.widgets.pill import PILL_COLOURS_ROLE, PillDelegate
from app.ui.wording import context_name

_STATE: Final = 2
_MOST_WARNINGS: Final = 6


class ResultPage(QWidget):
    """Says what goes on, then whose access it is, what it may do, what to beware of."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self.title = QLabel()
        self.title.setProperty("role", "title")
        self.title.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(_("Postęp sprawdzania"))
        self.text = QLabel()
        self.text.setWordWrap(True)
        self.whose, self.rights, self.kept = QLabel(), QLabel(), QLabel()
        self.warnings = FindingLinks(_MOST_WARNINGS)
        self.help_button = QPushButton(_("Co zrobić, gdy KSeF odmawia"))
        self.help_button.clicked.connect(lambda: give_help(self, "odmowa"))
        self.table = self._make_table()
        self._facts = Card(colours, colours.ok)
        form = QFormLayout()
        self._facts.column.addLayout(form)
        form.setSpacing(8)
        for name, label in ((_("Czyj dostęp"), self.whose), (_("Co wolno"), self.rights), (_("Gdzie jest tajemnica"), self.kept)):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(name, label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        for widget in (self.title, self.bar, self.text, self._facts, self.warnings):
            layout.addWidget(widget)
        layout.addWidget(self.help_button, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.table, stretch=1)
        layout.addStretch()
        self.show_waiting()

    def show_waiting(self) -> None:
        """The test has begun."""
        self._say(_("Próbne logowanie"), _("Program loguje się do KSeF. Trwa to zwykle kilka sekund."))
        self.bar.show()

    def show_progress(self, progress: Progress) -> None:
        """How far it is."""
        self.bar.setRange(0, progress.total or 0)
        self.bar.setValue(progress.done)
        self.text.setText(progress.text)

    def show_error(self, error: KonwerterError) -> None:
        """It could not be tried."""
        self._say(error.title, error.advice)
        self.help_button.show()

    def show_cancelled(self) -> None:
        """Somebody stopped it."""
        self._say(_("Przerwano"), _("Niczego nie zapisano. Można wrócić i spróbować jeszcze raz."))

    def show_tried(self, tried: Tried, name: str, *, remember: bool, training: bool) -> None:
        """What came of it."""
        if tried.check is None:
            self._show_office(tried)
            return
        check = tried.check
        self._say(
            _("✓ Dostęp działa") if check.works else _("✗ KSeF nie daje dostępu"),
            _("Zapisz go, a potem pobierz faktury (F5).") if check.works else check.message,
        )
        self._facts.setVisible(check.works)
        self.help_button.setVisible(not check.works)
        self.whose.setText(", ".join(part for part in (name or tried.holder, f"NIP {context_name(tried.context)}") if part))
        self.rights.setText(
            ", ".join(sorted(map(permission_name, check.permissions))) or _("KSeF nie podał; okaże się przy pobieraniu")
        )
        self.kept.setText(_kept(remember=remember, training=training))
        noted = [finding for finding in check.findings if finding.level is Level.NOTES] if check.works else []
        self.warnings.show_findings(noted, "⚠ ")
        self.warnings.setStyleSheet(f"color: {self._colours.attention};")

    def _show_office(self, tried: Tried) -> None:
        served = [row for row in tried.rows if row.kind is AccessKind.OFFICE]
        granted = sum(row.state is AccessState.WORKS for row in served)
        self._say(
            _("✓ Certyfikat działa") if granted else _("✓ Certyfikat jest poprawny"),
            tried.holder
            + ". "
            + _("Prawo przeglądania faktur nadało biuru {granted} z {all}. Pozostali mogą je nadać w każdej chwili.").format(
                granted=granted, all=len(served)
            )
            if served
            else _(
                "Każdy dotychczasowy klient ma własny dostęp. Certyfikat obsłuży tych, którzy go nie mają (Ctrl+N dodaje klienta)."
            ),
        )
        self.table.setVisible(bool(tried.rows))
        self.table.setRowCount(len(tried.rows))
        for number, row in enumerate(tried.rows):
            self._fill(number, row)

    def _fill(self, number: int, row: AccessRow) -> None:
        own, works = row.kind is not AccessKind.OFFICE, row.state is AccessState.WORKS
        right = _("własny dostęp") if own else _("nadane") if works else _("brak prawa")
        texts = (row.name or context_name(row.context), context_name(row.context), right, "" if own else row.message)
        if own:
            colours = (self._colours.muted, self._colours.window)
        elif works:
            colours = (self._colours.ok, self._colours.ok_soft)
        else:
            colours = (self._colours.attention, self._colours.attention_soft)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column == _STATE:
                item.setData(PILL_COLOURS_ROLE, colours)
            self.table.setItem(number, column, item)

    def _say(self, title: str, text: str) -> None:
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.bar.hide()
        self.help_button.hide()
        self._facts.hide()
        self.table.hide()
        self.warnings.clear()

    @staticmethod
    def _make_table() -> QTableWidget:
        table = QTableWidget(0, 4)
        table.setTabKeyNavigation(False)
        table.setHorizontalHeaderLabels([_("Klient"), _("NIP"), _("Prawo"), _("Co mówi KSeF")])
        table.setAccessibleName(_("Którzy klienci nadali biuru prawo"))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.setItemDelegateForColumn(_STATE, PillDelegate(table))
        table.verticalHeader().hide()
        table.horizontalHeader().setDefaultAlignment(TO_THE_LEFT)
        table.verticalHeader().setDefaultSectionSize(28)
        for column, width in enumerate((210, 120, 130)):
            table.setColumnWidth(column, width)
        table.horizontalHeader().setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        return table


def _kept(*, remember: bool, training: bool) -> str:
    if training:
        return _("nigdzie: szkolenie podaje ją samo")
    return _("w systemowym magazynie haseł") if remember else _("tylko w pamięci, do zamknięcia programu")
