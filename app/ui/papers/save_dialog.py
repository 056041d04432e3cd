"""*Zapisz dokumenty*: which, as what, where, and under what names."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.base.texts import _
from app.office.file_names import Named, NamePattern
from app.ui.help.key import attach_help
from app.ui.papers.name_field import NameField
from app.ui.theme import Colours
from app.ui.wording import documents


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody decided."""

    ids: Sequence[int]
    pdf: bool
    xml: bool
    folder: Path
    pattern: NamePattern


class SaveDialog(QDialog):
    """Remembers nothing itself; `wish` is None until everything is decided."""

    def __init__(
        self,
        parent: QWidget,
        colours: Colours,
        *,
        chosen: Sequence[int],
        listed: Sequence[int],
        example: Named,
        folder: Path,
        pattern: str,
    ) -> None:
        super().__init__(parent)
        attach_help(self, "wydruk")
        self.setWindowTitle(_("Zapisz dokumenty"))
        self.resize(640, 350)
        self._chosen, self._listed = chosen, listed
        self.only_chosen = QRadioButton(_("zaznaczone: {documents}").format(documents=documents(len(chosen))))
        self.all_listed = QRadioButton(_("wszystkie z listy: {documents}").format(documents=documents(len(listed))))
        self.only_chosen.setChecked(True)
        self.pdf = QCheckBox(_("PDF do czytania i druku"))
        self.pdf.setChecked(True)
        self.xml = QCheckBox(_("oryginalny XML, bajt w bajt"))
        self.folder = QLineEdit(str(folder))
        self.folder.setAccessibleName(_("Folder"))
        self.browse = QPushButton(_("Wybierz…"))
        self.browse.setAccessibleName(_("Wybierz folder"))
        self.names = NameField(pattern, example, self._suffix, colours)
        self.save_button = QPushButton()
        self._place()
        for box in (self.pdf, self.xml):
            box.toggled.connect(lambda _on: self.names.refresh())
        self.only_chosen.toggled.connect(lambda _on: self._allow())
        self.folder.textChanged.connect(lambda _text: self._allow())
        self.names.changed.connect(self._allow)
        self.browse.clicked.connect(self._browse)
        self._allow()

    @property
    def wish(self) -> Wish | None:
        """What is to be saved; None while something is missing."""
        ids = self._chosen if self.only_chosen.isChecked() else self._listed
        folder, pattern = self.folder.text().strip(), self.names.pattern
        if not ids or not folder or pattern is None or not (self.pdf.isChecked() or self.xml.isChecked()):
            return None
        return Wish(ids, self.pdf.isChecked(), self.xml.isChecked(), Path(folder), pattern)

    def _place(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setVerticalSpacing(14)
        form.addRow(_("Które"), _column(self.only_chosen, self.all_listed))
        form.addRow(_("Jako"), _column(self.pdf, self.xml))
        place = QHBoxLayout()
        place.setSpacing(6)
        place.addWidget(self.folder, stretch=1)
        place.addWidget(self.browse)
        form.addRow(_("Folder"), place)
        form.addRow(_("Nazwy plików"), self.names)
        buttons = QDialogButtonBox()
        self.save_button.setProperty("primary", "true")
        buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Anuluj"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.addLayout(form)
        layout.addStretch()
        layout.addWidget(buttons)

    def _suffix(self) -> str:
        return ".xml" if self.xml.isChecked() and not self.pdf.isChecked() else ".pdf"

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, _("Gdzie zapisać?"), self.folder.text())
        if name:
            self.folder.setText(name)

    def _allow(self) -> None:
        ids = self._chosen if self.only_chosen.isChecked() else self._listed
        self.save_button.setText(_("Zapisz {documents}").format(documents=documents(len(ids))))
        self.save_button.setEnabled(self.wish is not None)


def _column(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    for widget in widgets:
        column.addWidget(widget)
    return column
