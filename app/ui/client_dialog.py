"""A client's data: asked once, changed any time."""

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.base.errors import KonwerterError
from app.base.nip import clean, is_valid_nip
from app.base.texts import Later, _
from app.booking.client import Client, IncomeMethod
from app.ui.closing import ask_to_discard
from app.ui.error_box import show_error

_METHODS: Final[tuple[tuple[IncomeMethod, Later], ...]] = (
    (IncomeMethod.KPIR, "księga przychodów i rozchodów"),
    (IncomeMethod.LUMP_SUM, "ryczałt"),
    (IncomeMethod.BOOKS, "księgi rachunkowe"),
)


class ClientDialog(QDialog):
    """Edits one `Client`; the NIP of an existing client cannot change. What was typed is lost only when somebody says so."""

    def __init__(self, parent: QWidget, keep: Callable[[Client], None], client: Client | None = None) -> None:
        """`keep` is called with what was entered; where it raises a `KonwerterError`, that is shown and the dialog stays."""
        super().__init__(parent)
        self._keep = keep
        self._existing = client
        data = client or Client(nip="")
        self.setWindowTitle(_("Dane klienta") if client else _("Nowy klient"))
        self.setMinimumWidth(460)
        self.nip = self._field(data.nip, "123-456-32-18")
        self.nip.setReadOnly(client is not None)
        self.name = self._field(data.name)
        self.street = self._field(data.street)
        self.house = self._field(data.house)
        self.flat = self._field(data.flat)
        self.postal_code = self._field(data.postal_code, "00-000")
        self.city = self._field(data.city)
        self.email = self._field(data.email)
        self.tax_office = self._field(data.tax_office, _("cztery cyfry, potrzebne w JPK"))
        self.method = QComboBox()
        for method, title in _METHODS:
            self.method.addItem(_(title), method)
        self.method.setCurrentIndex([method for method, _title in _METHODS].index(data.income_method))
        self.quarterly = QCheckBox(_("Rozlicza VAT kwartalnie"))
        self.quarterly.setChecked(data.quarterly)
        self.vat_exempt = QCheckBox(_("Zwolniony z VAT (bez rejestrów VAT)"))
        self.vat_exempt.setChecked(data.vat_exempt)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        self._buttons = QDialogButtonBox()
        self._save = self._buttons.addButton(
            _("Zapisz zmiany") if client else _("Dodaj klienta"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._save.setProperty("primary", "true")
        self._buttons.addButton(_("Anuluj"), QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._place()
        self.nip.textChanged.connect(self._validate)
        self._validate()
        self._shown = self.client()
        (self.name if client else self.nip).setFocus()

    def client(self) -> Client:
        """What the fields say."""
        return msgspec.structs.replace(
            self._existing or Client(nip=""),
            nip=clean(self.nip.text()),
            name=self.name.text().strip(),
            street=self.street.text().strip(),
            house=self.house.text().strip(),
            flat=self.flat.text().strip(),
            city=self.city.text().strip(),
            postal_code=self.postal_code.text().strip(),
            email=self.email.text().strip(),
            tax_office=self.tax_office.text().strip(),
            income_method=IncomeMethod(self.method.currentData()),  # Qt keeps the bare text of a StrEnum
            quarterly=self.quarterly.isChecked(),
            vat_exempt=self.vat_exempt.isChecked(),
        )

    def accept(self) -> None:
        """Keep and close."""
        try:
            self._keep(self.client())
        except KonwerterError as error:
            show_error(self, error)
            return
        super().accept()

    def reject(self) -> None:
        """Close; what was changed and not kept is asked about."""
        if self.client() == self._shown:
            super().reject()
            return
        ask_to_discard(self, super().reject)

    @staticmethod
    def _field(text: str, hint: str = "") -> QLineEdit:
        field = QLineEdit(text)
        field.setPlaceholderText(hint)
        return field

    def _place(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        for label, field in (
            (_("NIP"), self.nip), (_("Nazwa"), self.name), (_("Ulica"), self.street), (_("Nr domu"), self.house),
            (_("Nr lokalu"), self.flat), (_("Kod pocztowy"), self.postal_code), (_("Miejscowość"), self.city),
            (_("E-mail"), self.email), (_("Urząd skarbowy"), self.tax_office), (_("Podatek dochodowy"), self.method),
        ):  # fmt: skip
            field.setAccessibleName(label)
            form.addRow(label, field)
        form.addRow("", self.quarterly)
        form.addRow("", self.vat_exempt)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(form)
        layout.addWidget(self._problem)
        layout.addWidget(self._buttons)

    def _validate(self) -> None:
        nip = clean(self.nip.text())
        valid = is_valid_nip(nip)
        self._save.setEnabled(valid)
        entered = len(nip) >= 10  # noqa: PLR2004 - a NIP has ten digits
        self._problem.setText(
            ""
            if valid or not entered
            else _("NIP {nip} ma błędną cyfrę kontrolną. Sprawdź, czy jest przepisany dobrze.").format(nip=nip)
        )
