"""Look of the program: Fusion with our palette, light and dark, and one stylesheet on an 8-point grid."""

from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QHeaderView, QStyleFactory, QTableView

from app.base.environments import Environment
from app.ui.typeface import FAMILY, lend_typeface


class ThemeChoice(StrEnum):
    """What the user chose; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme. Every text colour has at least 4.5:1 on the surfaces it is used on (see tests/ui/test_theme.py)."""

    window: str
    surface: str
    alternate: str
    separator: str
    text: str
    muted: str
    accent: str
    accent_text: str
    accent_soft: str
    ok: str
    ok_soft: str
    attention: str
    attention_soft: str
    wrong: str
    wrong_soft: str
    scheme: str
    """``"light"`` or ``"dark"``, in the names of the drawings that a stylesheet takes as files only."""


LIGHT: Final = Colours(
    window="#f4f5f7",
    surface="#ffffff",
    alternate="#f8f9fb",
    separator="#d9dde3",
    text="#1c2430",
    muted="#566172",
    accent="#1f5fbf",
    accent_text="#ffffff",
    accent_soft="#e3edfb",
    ok="#1b6e3c",
    ok_soft="#e2f3e8",
    attention="#8a5300",
    attention_soft="#fdf0d9",
    wrong="#b3261e",
    wrong_soft="#fce8e6",
    scheme="light",
)
DARK: Final = Colours(
    window="#1b1f26",
    surface="#232830",
    alternate="#282e37",
    separator="#3a424e",
    text="#e6e9ee",
    muted="#a7b0bd",
    accent="#8ab8ff",
    accent_text="#0c1a30",
    accent_soft="#2a3d5c",
    ok="#7bd19a",
    ok_soft="#1f3a2a",
    attention="#f2c169",
    attention_soft="#43351a",
    wrong="#ff9c93",
    wrong_soft="#4a2522",
    scheme="dark",
)

ENVIRONMENT_COLOURS: Final = {
    Environment.PRODUCTION: "#566172",
    Environment.DEMO: "#7a3fb5",
    Environment.TEST: "#9a5b00",
    Environment.TRAINING: "#00716b",
}
"""Badge and band of each environment; white text on them passes 4.5:1."""


_USUAL_TEXT: Final = 15
"""Height of a line in pixels with the text that systems begin with; widths of columns are meant for it."""
_SAME_TEXT: Final = 2


def is_dark(choice: ThemeChoice) -> bool:
    """Whether the choice means dark right now."""
    if choice is ThemeChoice.SYSTEM:
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return choice is ThemeChoice.DARK


def apply_theme(application: QApplication, choice: ThemeChoice, text_percent: int = 100) -> Colours:
    """Give the whole program its look, with text of this size against the system's; returns the colours in force."""
    colours = DARK if is_dark(choice) else LIGHT
    font = _system_font()
    points = font.pointSizeF() * text_percent / 100
    font.setPointSizeF(points)
    stylesheet = _stylesheet(colours, points)
    if application.styleSheet() == stylesheet and application.font() == font:
        return colours  # every widget would be polished anew for nothing
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setPalette(_palette(colours))
    application.setFont(font)
    application.setStyleSheet(stylesheet)  # after the font: it makes every widget take it over
    return colours


def _system_font() -> QFont:
    """The system's font; the program's own typeface where the system has none at all (off-screen on Windows, a bare server)."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    families = QFontDatabase.families()
    if not families:
        lend_typeface()
    if not families or families == [FAMILY]:
        font.setFamily(FAMILY)
    return font


def fit_table(table: QTableView, least: int, before: int = _USUAL_TEXT) -> int:
    """Give rows (`least` pixels, on the 8-point grid) and columns the room that text of the present size needs.

    `before` is the height of the text that the columns are wide enough for, in pixels; the height for which they are now is given back.
    """
    height = table.fontMetrics().height()
    table.verticalHeader().setDefaultSectionSize(max(least, height + 10))
    if abs(height - before) > _SAME_TEXT:
        header = table.horizontalHeader()
        for column in range(header.count()):
            if header.sectionResizeMode(column) == QHeaderView.ResizeMode.Interactive:
                header.resizeSection(column, round(header.sectionSize(column) * height / before))
    return height


def _drawing(name: str, colours: Colours) -> str:
    return str(files("app.ui") / "icons" / f"{name}-{colours.scheme}.svg").replace("\\", "/")


def _palette(colours: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, value in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.alternate),
        (role.Text, colours.text),
        (role.Button, colours.window),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.wrong),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.accent_text),
        (role.Link, colours.accent),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Mid, colours.separator),
    ):
        palette.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.muted))
    return palette


def _stylesheet(colours: Colours, points: float) -> str:
    return f"""
    QToolBar {{ border: 0; padding: 4px 8px; spacing: 4px; background: {colours.window}; }}
    QToolButton {{ padding: 6px 9px; border-radius: 6px; }}
    QToolButton[popupMode="1"], QToolButton[popupMode="2"] {{ padding-right: 24px; }}
    QToolButton::menu-indicator {{ image: url("{_drawing("chevron", colours)}"); width: 10px; height: 10px;
        subcontrol-origin: padding; subcontrol-position: center right; right: 8px; }}
    QToolButton::menu-button {{ border: 0; width: 20px; border-radius: 6px; }}
    QToolButton::menu-arrow {{ image: url("{_drawing("chevron", colours)}"); width: 10px; height: 10px; }}
    QToolButton:hover, QPushButton:hover {{ background: {colours.accent_soft}; }}
    QToolButton:checked {{ background: {colours.accent_soft}; color: {colours.accent}; }}
    QPushButton {{ padding: 6px 14px; border: 1px solid {colours.separator}; border-radius: 6px; background: {colours.surface}; }}
    QPushButton:focus, QToolButton:focus {{ border: 2px solid {colours.accent}; }}
    QPushButton[primary="true"] {{ background: {colours.accent}; color: {colours.accent_text}; border-color: {colours.accent}; }}
    QPushButton[primary="true"]:disabled {{ background: {colours.separator}; color: {colours.muted}; border-color: {colours.separator}; }}
    QPushButton:disabled {{ color: {colours.muted}; }}
    QLineEdit, QComboBox, QDateEdit, QTimeEdit, QSpinBox {{ padding: 5px 6px; border: 1px solid {colours.separator}; border-radius: 6px;
        background: {colours.surface}; selection-background-color: {colours.accent}; selection-color: {colours.accent_text}; }}
    QLineEdit:focus, QComboBox:focus, QDateEdit:focus, QTimeEdit:focus, QSpinBox:focus {{
        border: 2px solid {colours.accent}; padding: 4px 7px; }}
    QComboBox::drop-down, QDateEdit::drop-down {{ border: 0; width: 24px; }}
    QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url("{_drawing("chevron", colours)}"); width: 12px; height: 12px; }}
    QSpinBox, QTimeEdit {{ padding: 4px 24px 4px 6px; }}
    QSpinBox:focus, QTimeEdit:focus {{ padding: 3px 23px 3px 5px; }}
    QSpinBox:disabled, QTimeEdit:disabled, QComboBox:disabled {{ color: {colours.muted}; }}
    QSpinBox::up-button, QTimeEdit::up-button {{ subcontrol-origin: border; subcontrol-position: top right; border: 0; width: 22px; }}
    QSpinBox::down-button, QTimeEdit::down-button {{ subcontrol-origin: border; subcontrol-position: bottom right; border: 0; width: 22px; }}
    QSpinBox::up-arrow, QTimeEdit::up-arrow {{ image: url("{_drawing("chevron-up", colours)}"); width: 10px; height: 10px; }}
    QSpinBox::down-arrow, QTimeEdit::down-arrow {{ image: url("{_drawing("chevron", colours)}"); width: 10px; height: 10px; }}
    QCheckBox::indicator, QListView::indicator, QTreeView::indicator, QMenu::indicator:non-exclusive {{ width: 14px; height: 14px;
        border: 1px solid {colours.muted}; border-radius: 3px; background: {colours.surface}; }}
    QCheckBox::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked, QMenu::indicator:non-exclusive:checked {{
        background: {colours.accent}; border-color: {colours.accent}; image: url("{_drawing("check", colours)}"); }}
    QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border: 2px solid {colours.accent}; width: 12px; height: 12px; }}
    QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {colours.muted}; border-radius: 8px;
        background: {colours.surface}; }}
    QRadioButton::indicator:checked, QRadioButton::indicator:checked:focus {{ width: 6px; height: 6px; border: 5px solid {colours.accent};
        background: {colours.accent_text}; }}
    QRadioButton:focus, QCheckBox:focus {{ background: {colours.accent_soft}; border-radius: 4px; }}
    QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {colours.separator}; }}
    QCheckBox::indicator:checked:disabled {{ background: {colours.muted}; border-color: {colours.muted}; }}
    QTableView, QTreeView, QListView, QTextBrowser, QPlainTextEdit {{ background: {colours.surface};
        alternate-background-color: {colours.alternate}; gridline-color: transparent; outline: 0; }}
    QTableView, QTreeView, QListView, QTextBrowser, QPlainTextEdit, QGraphicsView, QScrollArea {{ border: 2px solid transparent; }}
    QTableView:focus, QTreeView:focus, QListView:focus, QTextBrowser:focus, QPlainTextEdit:focus, QGraphicsView:focus, QScrollArea:focus {{
        border-color: {colours.accent}; }}
    QTableView::item, QTreeView::item {{ padding: 0 8px; }}
    QTableView::item:selected, QTreeView::item:selected, QListView::item:selected {{ background: {colours.accent_soft}; color: {colours.text}; }}
    QHeaderView::down-arrow, QHeaderView::up-arrow {{ width: 10px; height: 10px; subcontrol-position: center right; right: 4px; }}
    QHeaderView::up-arrow {{ image: url("{_drawing("chevron-up", colours)}"); }}
    QHeaderView::down-arrow {{ image: url("{_drawing("chevron", colours)}"); }}
    QHeaderView::section {{ background: {colours.window}; color: {colours.muted}; border: 0;
        border-bottom: 1px solid {colours.separator}; padding: 6px 8px; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QFrame[frameShape="4"] {{ border: 0; background: {colours.separator}; max-height: 1px; }}
    QTabBar::tab {{ padding: 7px 9px; color: {colours.muted}; border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {colours.text}; border-bottom: 2px solid {colours.accent}; }}
    QTabBar::tab:selected:focus {{ background: {colours.accent_soft}; border-top-left-radius: 6px; border-top-right-radius: 6px; }}
    QTabWidget::pane {{ border: 0; }}
    QSplitter::handle {{ background: {colours.separator}; }}
    QProgressBar {{ border: 0; border-radius: 3px; background: {colours.separator}; max-height: 6px; text-align: center; }}
    QProgressBar::chunk {{ background: {colours.accent}; border-radius: 3px; }}
    QLabel[role="muted"] {{ color: {colours.muted}; }}
    QLabel[role="title"] {{ font-size: {points * 1.6:.1f}pt; font-weight: 600; }}
    QLabel[role="heading"] {{ font-size: {points * 1.25:.1f}pt; font-weight: 600; }}
    QStatusBar {{ border-top: 1px solid {colours.separator}; }}
    QToolTip {{ border: 1px solid {colours.separator}; padding: 4px; background: {colours.surface}; color: {colours.text}; }}
    """
