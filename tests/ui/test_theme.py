"""Contrast of every colour people read, in both themes (ux.md: at least 4.5:1), and what the theme draws itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QTableWidget
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, ENVIRONMENT_COLOURS, LIGHT, Colours, ThemeChoice, apply_theme, is_dark

_READABLE = 4.5


def _luminance(colour: str) -> float:
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_is_readable_on_its_ground(colours: Colours):
    pairs = [
        *(
            (ink, ground)
            for ink in (colours.text, colours.muted)
            for ground in (colours.window, colours.surface, colours.alternate)
        ),
        (colours.accent_text, colours.accent),
        (colours.accent, colours.accent_soft),
        (colours.accent, colours.window),
        (colours.text, colours.accent_soft),
        (colours.ok, colours.ok_soft),
        (colours.attention, colours.attention_soft),
        (colours.wrong, colours.wrong_soft),
        (colours.wrong, colours.surface),
        (colours.wrong, colours.alternate),
        (colours.wrong, colours.accent_soft),
        (colours.text, colours.attention_soft),
        (colours.text, colours.wrong_soft),
    ]
    poor = [(ink, ground, round(_contrast(ink, ground), 2)) for ink, ground in pairs if _contrast(ink, ground) < _READABLE]
    assert not poor


def test_the_environments_badge_is_readable():
    assert all(_contrast("#ffffff", colour) >= _READABLE for colour in ENVIRONMENT_COLOURS.values())


def test_the_choice_decides_the_palette(qapp: QApplication):
    assert apply_theme(qapp, ThemeChoice.DARK) is DARK
    assert qapp.palette().window().color() == QColor(DARK.window)
    assert is_dark(ThemeChoice.DARK)
    assert apply_theme(qapp, ThemeChoice.LIGHT) is LIGHT
    assert not is_dark(ThemeChoice.LIGHT)


@pytest.mark.parametrize(("order", "points_up"), [(Qt.SortOrder.AscendingOrder, True), (Qt.SortOrder.DescendingOrder, False)])
def test_a_headings_arrow_points_up_from_small_to_large(
    qapp: QApplication, qtbot: QtBot, order: Qt.SortOrder, *, points_up: bool
):
    apply_theme(qapp, ThemeChoice.LIGHT)
    table = QTableWidget(1, 1)
    qtbot.addWidget(table)
    table.setHorizontalHeaderLabels([""])
    header = table.horizontalHeader()
    header.setSortIndicator(0, order)
    header.setSortIndicatorShown(True)
    table.show()
    image = header.grab().toImage()
    ground = image.pixel(2, 2)
    section = range(header.sectionSize(0))
    inked = [[x for x in section if image.pixel(x, y) != ground] for y in range(4, image.height() - 4)]
    widths = [row[-1] - row[0] for row in inked if row]
    assert widths, "there is an arrow"
    assert (widths[0] < widths[-1]) is points_up
