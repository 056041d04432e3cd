"""The wizard's page of the token: how to get one, step by step, and the place to paste it."""

import datetime as dt
from typing import Final

from PySide6.QtCore import QDate, QLocale, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.base.nip import clean, is_valid_nip
from app.base.texts import Later, _
from app.office.access import KsefToken, read_token
from app.office.environments import token_rules
from app.ui.ksef.access.remember_box import RememberBox
from app.ui.ksef.access.trial import Grounds
from app.ui.wording import context_name

_STEPS: Final[tuple[Later, ...]] = (
    "Zaloguj się do Aplikacji Podatnika w kontekście firmy klienta.",
    "Wybierz <b>Tokeny → Generuj token</b>.",
    "Wpisz nazwę, na przykład „Biuro – odczyt faktur” (najwyżej 256 znaków).",
    "Zaznacz <b>tylko</b> „przeglądanie faktur”.",
    "Kliknij <b>Generuj token</b>, potem <b>Odśwież</b>, aż się pojawi.",
    "<b>Skopiuj go przed opuszczeniem strony</b>: jest pokazywany tylko raz.",
)
_NIP_DIGITS: Final = 10


class TokenPage(QWidget):
    """Reads what is pasted; the token itself stays in the field until `clear`."""

    changed = Signal()
    training_wanted = Signal(str)
    """The NIP of a fictional client whose token is to be put in."""

    def __init__(self, context: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._expected = context
        self._grounds: Grounds | None = None
        self.token = QLineEdit()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setAccessibleName(_("Token KSeF"))
        self.token.setPlaceholderText(_("wklej token tutaj (Ctrl+V)"))
        self.reveal = QToolButton()
        self.reveal.setCheckable(True)
        self.reveal.setText(_("Pokaż"))
        self.reveal.setAccessibleName(_("Pokaż token"))
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self.nip = QLineEdit(context)
        self.nip.setAccessibleName(_("NIP klienta"))
        self.nip.setPlaceholderText("123-456-32-18")
        self.name = QLineEdit()
        self.name.setAccessibleName(_("Nazwa klienta"))
        self.name.setPlaceholderText(_("dowolna; przyjdzie też z faktur"))
        self.ends = QCheckBox(_("Token ma datę ważności; przypomnij przed nią:"))
        self.last_day = QDateEdit(QDate.currentDate().addYears(1))
        self.last_day.setDisplayFormat("yyyy-MM-dd")
        self.last_day.setCalendarPopup(True)
        self.last_day.calendarWidget().setLocale(QLocale(_("pl_PL")))  # months in the language of the window
        self.last_day.setAccessibleName(_("Ostatni dzień ważności tokena"))
        self.last_day.setEnabled(False)
        self.ends.toggled.connect(self.last_day.setEnabled)
        self.training_client = QComboBox()
        self.training_client.setAccessibleName(_("Firma szkoleniowa"))
        self.training_button = QPushButton(_("Wstaw token szkoleniowy"))
        self.training_row = QWidget()
        self.remember = RememberBox()
        self._place()
        self.token.textChanged.connect(self._read)
        self.nip.textChanged.connect(self._read)
        self.reveal.toggled.connect(lambda checked: self._reveal(checked=checked))
        self.training_button.clicked.connect(lambda: self.training_wanted.emit(str(self.training_client.currentData())))
        self._read()

    @property
    def pasted(self) -> KsefToken:
        """The token, cleaned."""
        return read_token(self.token.text())

    @property
    def context(self) -> str:
        """Whose access it is: as the token says, else as was typed."""
        pasted = self.pasted
        return clean(self.nip.text()) if pasted.context is None else pasted.context.value

    @property
    def complete(self) -> bool:
        """Whether it can be tried."""
        pasted = self.pasted
        if pasted.unusable or self._belongs_to_another(pasted):
            return False
        return pasted.context is not None or is_valid_nip(self.context)

    @property
    def expires(self) -> dt.date | None:
        """The token's last day, where one was given."""
        day = self.last_day.date()
        return dt.date(day.year(), day.month(), day.day()) if self.ends.isChecked() else None

    def show_grounds(self, grounds: Grounds) -> None:
        """Show what depends on the environment and on the clients that are there."""
        self._grounds = grounds
        self.remember.show_state(grounds.vault, training=bool(grounds.training))
        self.training_row.setVisible(bool(grounds.training))
        self.training_client.clear()
        for nip, name in grounds.training.items():
            if not self._expected or nip == self._expected[:_NIP_DIGITS]:
                self.training_client.addItem(name, nip)
        self._read()

    def put(self, token: str) -> None:
        """Put a token into the field."""
        self.token.setText(token)

    def clear(self) -> None:
        """Leave no secret behind, not even to be brought back by undoing."""
        self.token.setText("")
        self.verdict.clear()

    def _belongs_to_another(self, pasted: KsefToken) -> bool:
        return (
            bool(self._expected)
            and pasted.context is not None
            and pasted.context.value[:_NIP_DIGITS] != self._expected[:_NIP_DIGITS]
        )

    def _read(self) -> None:
        pasted = self.pasted
        known = self._grounds.clients if self._grounds is not None else {}
        own = pasted.context is None and bool(self.token.text())
        self._form.setRowVisible(self.nip, own)
        self.name.setVisible(True)
        self._form.setRowVisible(self.name, self.complete and self.context[:_NIP_DIGITS] not in known)
        if not self.token.text():
            self.verdict.setText("")
        elif self._belongs_to_another(pasted) and pasted.context is not None:
            self.verdict.setText(
                _(
                    "To token innej firmy: {other}. Wybrany klient to {chosen}. Wklej jego token albo dodaj dostęp tamtej firmy."
                ).format(other=context_name(pasted.context.value), chosen=context_name(self._expected))
            )
        elif pasted.problem:
            self.verdict.setText(pasted.problem)
        else:
            name = known.get(self.context[:_NIP_DIGITS], "") or _("nowy klient")
            self.verdict.setText(_("✓ Token rozpoznany: {name}, NIP {nip}.").format(name=name, nip=context_name(self.context)))
        if self._grounds is not None and self.context in self._grounds.training and not self.name.text():
            self.name.setText(self._grounds.training[self.context])
        self.changed.emit()

    def _reveal(self, *, checked: bool) -> None:
        self.token.setEchoMode(QLineEdit.EchoMode.Normal if checked else QLineEdit.EchoMode.Password)
        self.reveal.setText(_("Ukryj") if checked else _("Pokaż"))

    def _place(self) -> None:
        title = QLabel(_("Token klienta"))
        title.setProperty("role", "title")
        steps = QLabel("<ol style='margin-left: -18px;'>" + "".join(f"<li>{_(step)}</li>" for step in _STEPS) + "</ol>")
        steps.setWordWrap(True)
        field = QHBoxLayout()
        field.addWidget(self.token, stretch=1)
        field.addWidget(self.reveal)
        row = QHBoxLayout(self.training_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.training_client, stretch=1)
        row.addWidget(self.training_button)
        self.training_row.hide()
        self._form = QFormLayout()
        self._form.setSpacing(8)
        self._form.addRow(_("NIP klienta"), self.nip)
        self._form.addRow(_("Nazwa"), self.name)
        until = QLabel(" ".join(token_rules()) + " " + _("Pewną drogą na lata jest certyfikat biura."))
        until.setWordWrap(True)
        until.setProperty("role", "muted")
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(title)
        layout.addWidget(steps)
        layout.addWidget(self.training_row)
        layout.addLayout(field)
        layout.addWidget(self.verdict)
        layout.addLayout(self._form)
        ending = QHBoxLayout()
        ending.addWidget(self.ends)
        ending.addWidget(self.last_day)
        ending.addStretch()
        layout.addLayout(ending)
        layout.addWidget(self.remember)
        layout.addStretch()
        layout.addWidget(line)
        layout.addWidget(until)
