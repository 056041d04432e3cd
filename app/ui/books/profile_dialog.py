"""*Profil klienta*: the program and its options, how VAT and income tax are settled, what holds where no rule decides."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import KonwerterError
from app.base.nip import format_nip
from app.base.texts import Later, _
from app.booking.client import IncomeMethod
from app.booking.entry import Direction
from app.office import companies, profiles
from app.office.archives import Archive
from app.office.profiles import ClientProfile, Defaults
from app.office.programs import programs
from app.ui.books.remembered_page import RememberedPage
from app.ui.books.treatment_form import TreatmentForm
from app.ui.closing import ask_to_discard
from app.ui.conversion.options_form import OptionsForm
from app.ui.error_box import show_error
from app.ui.help.key import attach_help
from app.ui.message import tell

_METHODS: Final[tuple[tuple[IncomeMethod, Later], ...]] = (
    (IncomeMethod.KPIR, "księga przychodów i rozchodów"),
    (IncomeMethod.LUMP_SUM, "ryczałt"),
    (IncomeMethod.BOOKS, "księgi rachunkowe"),
)
_NIP = Qt.ItemDataRole.UserRole


class ProfileDialog(QDialog):
    """Edits one client's profile; rules have a dialog of their own."""

    saved = Signal(tuple)
    """NIPs of the clients whose profile has changed."""
    rules_wanted = Signal()

    def __init__(self, parent: QWidget, archive: Archive, nip: str, folder: Path) -> None:
        super().__init__(parent)
        attach_help(self, "ksiegowanie")
        self._archive = archive
        self._nip = nip
        self._folder = folder
        self._programs = {program.id: program for program in programs()}
        name = companies.client(archive, nip).name or format_nip(nip)
        self.setWindowTitle(_("Profil klienta: {client}").format(client=name))
        self.resize(720, 720)
        self.program = QComboBox()
        self.program.setAccessibleName(_("Program księgowy"))
        self.program.addItem(_("jeszcze nie wybrano"), "")
        for program in self._programs.values():
            self.program.addItem(program.title, program.id)
        self.options_area = QScrollArea()
        self.options_area.setWidgetResizable(True)
        self.options_area.setFrameShape(QFrame.Shape.NoFrame)
        self._options: OptionsForm | None = None
        self.method = QComboBox()
        for method, title in _METHODS:
            self.method.addItem(_(title), method)
        self.quarterly = QCheckBox(_("Rozlicza VAT kwartalnie"))
        self.vat_exempt = QCheckBox(_("Zwolniony z VAT (bez rejestrów VAT)"))
        self.delay = QSpinBox()
        self.delay.setRange(0, 3)
        self.delay.setSpecialValueText(_("od razu, gdy tylko wolno"))
        self.delay.setSuffix(_(" mies. później"))
        self.sale = TreatmentForm(Direction.SALE)
        self.purchase = TreatmentForm(Direction.PURCHASE)
        self.tabs = QTabWidget()
        self._place()
        self._shown = profiles.profile(archive, nip)
        self._fill(self._shown)
        self.program.currentIndexChanged.connect(lambda _index: self._show_options({}))

    def profile(self) -> ClientProfile:
        """What the fields say."""
        return replace(
            self._shown,
            target=self.program.currentData(),
            options={} if self._options is None else self._options.values(),
            income_method=IncomeMethod(self.method.currentData()),
            quarterly=self.quarterly.isChecked(),
            vat_exempt=self.vat_exempt.isChecked(),
            deduction_delay=self.delay.value(),
            defaults=Defaults(self.sale.treatment(), self.purchase.treatment()),
        )

    def save(self) -> bool:
        """Keep the profile; False where it cannot be used (the reason was shown)."""
        try:
            profiles.save_profile(self._archive, self._nip, self.profile(), rules=False)
        except KonwerterError as error:
            show_error(self, error)
            return False
        self._shown = profiles.profile(self._archive, self._nip)
        self.saved.emit((self._nip,))
        return True

    def accept(self) -> None:
        """Keep and close."""
        if self.save():
            super().accept()

    def reject(self) -> None:
        """Close; what was changed and not kept is asked about."""
        if self.profile() == self._shown:
            super().reject()
            return
        ask_to_discard(self, super().reject)

    def copy_to(self, nips: tuple[str, ...]) -> None:
        """Give the profile with its rules to other clients."""
        if not nips or not self.save():
            return
        try:
            profiles.copy_profile(self._archive, self._nip, nips)
        except KonwerterError as error:
            show_error(self, error)
            return
        self.saved.emit(nips)
        tell(self, _("Profil skopiowany"), _("Tyle klientów ma teraz ten profil i te reguły: {n}.").format(n=len(nips)))

    def export_to(self, file: Path) -> None:
        """Write the profile with its rules as a file."""
        if not self.save():
            return
        try:
            profiles.export_profile(self._archive, self._nip, file)
        except KonwerterError as error:
            show_error(self, error)

    def import_from(self, file: Path) -> None:
        """Take over the profile and the rules of a file."""
        try:
            profiles.import_profile(self._archive, self._nip, file)
        except KonwerterError as error:
            show_error(self, error)
            return
        self._shown = profiles.profile(self._archive, self._nip)
        self._fill(self._shown)
        self.saved.emit((self._nip,))

    def _fill(self, profile: ClientProfile) -> None:
        self.program.blockSignals(True)  # noqa: FBT003 - Qt takes it so
        self.program.setCurrentIndex(max(0, self.program.findData(profile.target)))
        self.program.blockSignals(False)  # noqa: FBT003 - see above
        self._show_options(profile.options)
        self.method.setCurrentIndex([method for method, _title in _METHODS].index(profile.income_method))
        self.quarterly.setChecked(profile.quarterly)
        self.vat_exempt.setChecked(profile.vat_exempt)
        self.delay.setValue(profile.deduction_delay)
        self.sale.show_treatment(profile.defaults.sale)
        self.purchase.show_treatment(profile.defaults.purchase)

    def _show_options(self, values: dict[str, str]) -> None:
        program = self._programs.get(self.program.currentData())
        self._options = None if program is None else OptionsForm(program.options, values)
        empty = QLabel(_("Wybierz program, a pokażą się jego ustawienia."))
        empty.setProperty("role", "muted")
        empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.options_area.setWidget(empty if self._options is None else self._options)

    def _place(self) -> None:
        for title, page in (
            (_("Program"), self._program_page()),
            (_("Podatki"), self._taxes_page()),
            (_("Sprzedaż"), _defaults_page(self.sale)),
            (_("Zakupy"), _defaults_page(self.purchase)),
            (_("Decyzje"), RememberedPage(self._archive, self._nip)),
        ):
            self.tabs.addTab(page, title)
        more = QHBoxLayout()
        for title, action in (
            (_("Reguły…"), self.rules_wanted.emit),
            (_("Kopiuj do innych…"), self._ask_others),
            (_("Zapisz do pliku…"), self._ask_export),
            (_("Wczytaj z pliku…"), self._ask_import),
        ):
            button = QPushButton(title)
            button.clicked.connect(lambda _checked=False, action=action: action())
            more.addWidget(button)
        more.addStretch()
        buttons = QHBoxLayout()
        buttons.addStretch()
        cancel = QPushButton(_("Anuluj"))
        cancel.clicked.connect(self.reject)
        keep = QPushButton(_("Zapisz profil"))
        keep.setProperty("primary", "true")
        keep.setDefault(True)
        keep.clicked.connect(self.accept)
        buttons.addWidget(cancel)
        buttons.addWidget(keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(12)
        layout.addWidget(self.tabs, stretch=1)
        layout.addLayout(more)
        layout.addLayout(buttons)

    def _program_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.addWidget(self.program)
        layout.addWidget(self.options_area, stretch=1)
        return page

    def _taxes_page(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setVerticalSpacing(10)
        for label, field in ((_("Podatek dochodowy"), self.method), (_("VAT z zakupów odliczać"), self.delay)):
            field.setAccessibleName(label)
            form.addRow(label, field)
        form.addRow("", self.quarterly)
        form.addRow("", self.vat_exempt)
        note = QLabel(
            _(
                "Program sam ustala najwcześniejszy okres: późniejszy z miesięcy otrzymania faktury i obowiązku podatkowego. "
                "Pojedynczy dokument można przesunąć na karcie Księgowanie."
            )
        )
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        form.addRow(note)
        return page

    def _ask_others(self) -> None:
        others = [row.client for row in companies.clients(self._archive) if row.client.nip != self._nip]
        if not others:
            tell(self, _("Nie ma komu skopiować"), _("W archiwum jest tylko ten jeden klient."))
            return
        chooser = QDialog(self)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setWindowTitle(_("Komu dać ten profil i reguły?"))
        chooser.resize(420, 480)
        listed = QListWidget()
        listed.setAccessibleName(_("Klienci"))
        for client in others:
            item = QListWidgetItem(f"{client.name or _('bez nazwy')} · {format_nip(client.nip)}")
            item.setData(_NIP, client.nip)
            item.setCheckState(Qt.CheckState.Unchecked)
            listed.addItem(item)
        give = QPushButton(_("Skopiuj profil i reguły"))
        give.setProperty("primary", "true")
        give.clicked.connect(chooser.accept)
        note = QLabel(_("Dotychczasowy profil i reguły wybranych klientów zostaną zastąpione."))
        note.setWordWrap(True)
        layout = QVBoxLayout(chooser)
        layout.addWidget(listed, stretch=1)
        layout.addWidget(note)
        layout.addWidget(give)
        items = [listed.item(place) for place in range(listed.count())]
        chooser.accepted.connect(
            lambda: self.copy_to(tuple(item.data(_NIP) for item in items if item.checkState() == Qt.CheckState.Checked))
        )
        chooser.open()

    def _ask_export(self) -> None:
        place = str(self._folder / f"profil-{self._nip}.json")
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Gdzie zapisać profil?"), place, _("Profil (*.json)"))
        if chosen:
            self.export_to(Path(chosen))

    def _ask_import(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Który profil wczytać?"), str(self._folder), _("Profil (*.json)"))
        if chosen:
            self.import_from(Path(chosen))


def _defaults_page(form: TreatmentForm) -> QWidget:
    note = QLabel(
        _("Te wartości dostaje każdy dokument, o którym nie decyduje reguła ani ręczna zmiana. Puste pole niczego nie ustala.")
    )
    note.setWordWrap(True)
    note.setProperty("role", "muted")
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.addWidget(note)
    layout.addWidget(form)
    layout.addStretch()
    return page
