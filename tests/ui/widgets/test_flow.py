from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets.flow import FlowLayout


def test_what_does_not_fit_goes_on_beneath_and_comes_back(qtbot: QtBot):
    bar = QWidget()
    qtbot.addWidget(bar)
    layout = FlowLayout(bar)
    layout.setContentsMargins(10, 5, 10, 5)
    layout.setSpacing(4)
    buttons = [QPushButton(f"przycisk {number}") for number in range(6)]
    for button in buttons:
        layout.addWidget(button)
    whole = layout.sizeHint()
    bar.resize(whole.width(), layout.heightForWidth(whole.width()))
    bar.show()
    assert {button.y() for button in buttons} == {5}
    assert layout.heightForWidth(whole.width()) == whole.height()
    narrow = whole.width() // 2
    bar.resize(narrow, layout.heightForWidth(narrow))
    assert len({button.y() for button in buttons}) > 1
    assert all(button.geometry().right() <= narrow - 10 for button in buttons)
    assert buttons[-1].geometry().bottom() <= bar.height() - 5
    buttons[0].hide()
    layout.invalidate()
    layout.activate()
    assert buttons[1].x() == 10, "what is hidden takes no room"
    assert layout.minimumSize().width() < narrow
