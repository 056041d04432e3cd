from PySide6.QtCore import Qt

from app.office.listing import Query
from app.office.marks import save_view
from app.ui.palette import Command, Palette
from tests.cast import DESIGNER
from tests.ui.conftest import settle


def titles(palette):
    return [palette.list.item(place).text() for place in range(palette.list.count())]


def test_words_find_commands_without_polish_marks_and_the_best_comes_first(qtbot):
    done = []
    palette = Palette(
        None, [Command(title, lambda title=title: done.append(title)) for title in ("Zapisz żółty", "Żółw", "Inne")]
    )
    qtbot.addWidget(palette)
    palette.show()
    palette.line.setText("zol")
    assert titles(palette) == ["Żółw", "Zapisz żółty"]
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert done == ["Zapisz żółty"]
    assert not palette.isVisible()


def test_nothing_that_fits_is_said(qtbot):
    palette = Palette(None, [Command("Pomoc", lambda: None)])
    qtbot.addWidget(palette)
    palette.line.setText("xyz")
    assert palette.nothing.isVisibleTo(palette)
    palette.line.returnPressed.emit()


def test_clients_views_and_actions_are_found_in_the_window(window, qtbot):
    save_view(window.workspace.archive, "Do wyjaśnienia", Query())
    window.actions_by_name["palette"].trigger()
    palette = window.findChild(Palette)
    assert any("Konwertuj" in title and "Ctrl+E" in title for title in titles(palette))
    assert "Widok: Do wyjaśnienia" in titles(palette)
    palette.line.setText("gzegzolka")
    assert len(titles(palette)) == 1
    palette.line.returnPressed.emit()
    settle(window, qtbot)
    assert window.desk.clients.current == DESIGNER.nip
