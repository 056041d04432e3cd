"""A form drawn from the declared options of a target."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from app.office.programs import OptionField

_LINES_HEIGHT: Final = 72
_LARGEST: Final = 1_000_000


class OptionsForm(QWidget):
    """Shows the options of one program; answers as ``--set`` takes them, only what differs from the defaults."""

    def __init__(self, fields: tuple[OptionField, ...], values: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = fields
        self._editors: dict[str, QWidget] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 12, 0)
        form.setVerticalSpacing(4)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for field in fields:
            editor = _editor(field, values.get(field.name, _as_text(field.default)))
            editor.setToolTip(field.help)
            editor.setAccessibleName(field.label)
            editor.setAccessibleDescription(field.help)
            self._editors[field.name] = editor
            form.addRow(field.label, editor)

    def values(self) -> dict[str, str]:
        """The options that differ from their defaults."""
        given = {field.name: _value(self._editors[field.name]) for field in self._fields}
        return {field.name: given[field.name] for field in self._fields if given[field.name] != _as_text(field.default)}


def _as_text(value: str | bool | int) -> str:  # noqa: FBT001 - an option's value may be a flag
    if isinstance(value, bool):
        return "tak" if value else "nie"
    return str(value)


def _editor(field: OptionField, value: str) -> QWidget:
    match field.kind:
        case "choice":
            box = QComboBox()
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            for key, label in field.choices:
                box.addItem(label, key)
            box.setCurrentIndex(max(0, box.findData(value)))
            return box
        case "flag":
            check = QCheckBox()
            check.setChecked(value == "tak")
            return check
        case "number":
            number = QSpinBox()
            number.setRange(0, _LARGEST)
            number.setValue(int(value))
            return number
        case "lines":
            lines = QPlainTextEdit(value)
            lines.setTabChangesFocus(True)
            lines.setFixedHeight(_LINES_HEIGHT)
            return lines
        case _:
            return QLineEdit(value)


def _value(editor: QWidget) -> str:
    if isinstance(editor, QComboBox):
        return str(editor.currentData())
    if isinstance(editor, QCheckBox):
        return _as_text(editor.isChecked())
    if isinstance(editor, QSpinBox):
        return str(editor.value())
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    assert isinstance(editor, QLineEdit)  # noqa: S101 - `_editor` makes no other kind
    return editor.text()
