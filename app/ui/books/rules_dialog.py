"""*Reguły*: the client's rules in their order, tried before they apply, and those proposed from what was set by hand."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import KonwerterError
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.office import rules
from app.office.archives import Archive
from app.office.profiles import Treatment
from app.office.rules import Conditions, Proposal, Rule, Tried
from app.ui.books.proposals_box import ProposalsBox
from app.ui.books.rule_form import RuleForm
from app.ui.books.trial_view import TrialView
from app.ui.error_box import show_error
from app.ui.help.key import attach_help
from app.ui.tasks import Task, TaskRunner
from app.ui.widgets.progress_strip import ProgressStrip

_ID = Qt.ItemDataRole.UserRole


class RulesDialog(QDialog):
    """Changes are kept when the rule is left, another one is chosen or the dialog is closed; what cannot be kept is said."""

    changed = Signal()
    """Rules have changed: entries may be treated otherwise now."""

    def __init__(
        self, parent: QWidget, archive: Archive, runner: TaskRunner, *, nip: str, name: str, new: Rule | None = None
    ) -> None:
        """`new` is shown at once as a rule still to be kept."""
        super().__init__(parent)
        attach_help(self, "ksiegowanie")
        self._archive = archive
        self._runner = runner
        self._nip = nip
        self._task: Task | None = None
        self._dirty = False
        self.setWindowTitle(_("Reguły: {client}").format(client=name))
        self.resize(1080, 720)
        self.proposals = ProposalsBox()
        self.list = QListWidget()
        self.list.setAccessibleName(_("Reguły w kolejności"))
        self.list.setStyleSheet("QListWidget::item { padding: 5px 4px; }")
        self.form = RuleForm()
        self.trial = TrialView()
        self.strip = ProgressStrip()
        self.add_button = QPushButton(_("Nowa reguła"))
        self.remove_button = QPushButton(_("Usuń regułę"))
        self.up_button = QPushButton(_("Wyżej"))
        self.down_button = QPushButton(_("Niżej"))
        self.try_button = QPushButton(_("Wypróbuj na dokumentach"))
        self.save_button = QPushButton(_("Zapisz regułę"))
        self.save_button.setProperty("primary", "true")
        self.close_button = QPushButton(_("Zamknij"))
        self._place()
        self._connect()
        self._load()
        if new is not None:
            self.start_rule(new)

    def start_rule(self, rule: Rule) -> None:
        """Show a rule that is not kept yet."""
        if not self.keep():
            return
        with QSignalBlocker(self.list):
            self.list.setCurrentRow(-1)
        self._show(msgspec.structs.replace(rule, id=0))
        self._set_dirty()
        self.form.name.setFocus()

    def keep(self) -> bool:
        """Keep what the form says, if it was changed; False where that is not possible (the reason was shown)."""
        if not self._dirty:
            return True
        rule = self.form.rule()
        try:
            if rule.id:
                rules.change_rule(self._archive, rule)
            else:
                rule = rules.add_rule(self._archive, self._nip, rule)
        except KonwerterError as error:
            show_error(self, error)
            return False
        self._dirty = False
        self._load(rule.id)
        self.changed.emit()
        return True

    def try_rule(self) -> None:
        """Show what the rule in the form would do to past documents."""
        archive, nip, rule = self._archive, self._nip, self.form.rule()

        def job(report: Report, cancel: CancelToken) -> list[Tried]:
            return list(rules.try_rule(archive, nip, rule, report=report, cancel=cancel))

        if self._task is not None:
            self._task.cancel()
        task = self._runner.start(job, title=_("Sprawdzanie reguły"), lane=f"reguły {nip}")
        self._task = task
        self.strip.follow(task)
        task.succeeded.connect(lambda tried: self.trial.show_tried(tried) if self._task is task else None)
        task.failed.connect(lambda error: show_error(self, error))

    def reject(self) -> None:
        """However it is closed: keep the rule in the form, and stay open where that is not possible."""
        if not self.keep():
            return
        if self._task is not None:
            self._task.cancel()
            self._task = None
        super().reject()

    def _place(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        note = QLabel(
            _("O każdym polu decyduje pierwsza reguła, która je ustala. Ręczna zmiana w dokumencie ma zawsze pierwszeństwo.")
        )
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        order = QHBoxLayout()
        for button in (self.up_button, self.down_button, self.remove_button):
            order.addWidget(button)
        column.addWidget(self.add_button)
        column.addWidget(self.list, stretch=1)
        column.addLayout(order)
        column.addWidget(note)
        right = QSplitter(Qt.Orientation.Vertical)
        right.setHandleWidth(8)
        right.addWidget(self.form)
        right.addWidget(self.trial)
        right.setSizes([460, 200])
        body = QSplitter()
        body.setHandleWidth(16)
        for splitter in (body, right):
            splitter.setStyleSheet("QSplitter::handle { background: transparent; }")
        body.addWidget(left)
        body.addWidget(right)
        body.setSizes([320, 740])
        buttons = QHBoxLayout()
        buttons.addWidget(self.strip, stretch=1)
        buttons.addStretch()
        for button in (self.close_button, self.try_button, self.save_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self.proposals)
        layout.addWidget(body, stretch=1)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.add_button.clicked.connect(lambda: self.start_rule(Rule(name="", conditions=Conditions(), treatment=Treatment())))
        self.remove_button.clicked.connect(self._remove)
        self.up_button.clicked.connect(lambda: self._move(-1))
        self.down_button.clicked.connect(lambda: self._move(1))
        self.try_button.clicked.connect(self.try_rule)
        self.save_button.clicked.connect(self.keep)
        self.close_button.clicked.connect(self.close)
        self.form.changed.connect(self._set_dirty)
        self.list.currentItemChanged.connect(self._choose)
        self.list.itemChanged.connect(self._switch)
        self.proposals.accepted.connect(self._accept)
        self.proposals.looked_at.connect(lambda proposal: self.start_rule(proposal.rule))

    def _load(self, chosen: int = 0) -> None:
        found = rules.rules(self._archive, self._nip)
        with QSignalBlocker(self.list):
            self.list.clear()
            for rule in found:
                item = QListWidgetItem(rule.name)
                item.setData(_ID, rule.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if rule.enabled else Qt.CheckState.Unchecked)
                item.setToolTip(_("Odznacz, aby wyłączyć regułę"))
                self.list.addItem(item)
            place = next((place for place, rule in enumerate(found) if rule.id == chosen), 0 if found else -1)
            self.list.setCurrentRow(place)
        self._show(found[place] if found else Rule(name="", conditions=Conditions(), treatment=Treatment()))
        self.proposals.show_proposals(rules.proposals(self._archive, self._nip))

    def _show(self, rule: Rule) -> None:
        self.form.show_rule(rule)
        self.trial.clear()
        self._dirty = False
        self.save_button.setEnabled(False)
        kept = bool(rule.id)
        for button in (self.remove_button, self.up_button, self.down_button):
            button.setEnabled(kept)

    def _set_dirty(self) -> None:
        self._dirty = True
        self.save_button.setEnabled(True)

    def _choose(self, item: QListWidgetItem | None, before: QListWidgetItem | None) -> None:
        if item is None:
            return
        chosen = item.data(_ID)
        if not self.keep():
            with QSignalBlocker(self.list):
                self.list.setCurrentRow(-1 if before is None else self.list.row(before))
            return
        self._load(chosen)

    def _switch(self, item: QListWidgetItem) -> None:
        """Turn a rule on or off by its box."""
        wanted = item.checkState() == Qt.CheckState.Checked
        rule = next(rule for rule in rules.rules(self._archive, self._nip) if rule.id == item.data(_ID))
        if rule.enabled != wanted and self.keep():
            rules.change_rule(self._archive, msgspec.structs.replace(rule, enabled=wanted))
            self._load(rule.id)
            self.changed.emit()

    def _move(self, step: int) -> None:
        if not self.keep():
            return
        ids = [self.list.item(place).data(_ID) for place in range(self.list.count())]
        place = self.list.currentRow()
        if 0 <= place + step < len(ids):
            ids[place], ids[place + step] = ids[place + step], ids[place]
            rules.order_rules(self._archive, self._nip, ids)
            self._load(ids[place + step])
            self.changed.emit()

    def _remove(self) -> None:
        self._dirty = False
        item = self.list.currentItem()
        if item is not None:
            rules.remove_rule(self._archive, item.data(_ID))
            self._load()
            self.changed.emit()

    def _accept(self, proposals: Sequence[Proposal]) -> None:
        if not self.keep():
            return
        for proposal in proposals:
            rules.add_rule(self._archive, self._nip, proposal.rule)
        self._load()
        self.changed.emit()
