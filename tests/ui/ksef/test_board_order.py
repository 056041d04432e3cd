import datetime as dt

from PySide6.QtCore import Qt

from app.archive.ksef_records import AccessKind
from app.office.access import AccessState
from app.office.board import BoardRow
from app.office.convert import Decisions, preflight_archive, write
from app.office.listing import Query, ordered_ids
from app.ui.conversion.dialog import ConversionDialog
from app.ui.ksef.board_model import CLIENT, CONVERTED, NEW, PROBLEMS, UNTIL, BoardModel
from app.ui.theme import LIGHT
from tests.cast import CARPENTRY
from tests.ui.conftest import settle


def row(name, **facts):
    plain = {
        "nip": "1", "context": name, "access": AccessKind.TOKEN, "access_state": AccessState.UNCHECKED, "message": "", "complete_from": None,
        "complete_to": None, "last": None, "documents": 1, "new": 0, "pending": 0,
    }  # fmt: skip
    return BoardRow(name=name, **(plain | facts))


def names(model):
    return [one.name for one in model.rows]


def test_the_board_is_sorted_by_any_column_and_stays_so(qapp):
    model = BoardModel(LIGHT)
    rows = (
        row("Łąka", new=2, access_until=dt.date(2027, 1, 1)),
        row("Lipa", new=10, problems=3),
        row("Zorza", new=1, access_until=dt.date(2026, 12, 1), converted_at=dt.datetime(2026, 11, 1, tzinfo=dt.UTC)),
    )
    model.show_rows(rows)
    assert names(model) == ["Łąka", "Lipa", "Zorza"], "as lists of clients are sorted everywhere: without Polish marks"
    model.sort(NEW, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["Lipa", "Łąka", "Zorza"]
    model.sort(UNTIL, Qt.SortOrder.AscendingOrder)
    assert names(model) == ["Zorza", "Łąka", "Lipa"], "unknown comes last"
    model.sort(UNTIL, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["Łąka", "Zorza", "Lipa"], "unknown comes last in both orders"
    model.show_rows(rows)
    assert names(model) == ["Łąka", "Zorza", "Lipa"]
    model.sort(CLIENT)
    assert model.data(model.index(1, PROBLEMS)) == "3"
    assert model.data(model.index(2, UNTIL)) == "2026-12-01"
    assert model.data(model.index(2, CONVERTED)).startswith("2026-11-01")
    assert qapp is not None


def test_the_last_month_of_one_client_is_one_click_away(window, qtbot, monkeypatch):
    class April(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2026, 4, 10, 12, 0, tzinfo=tz)

    monkeypatch.setattr("app.ui.conversion.work.dt.datetime", April)
    window.desk.conversion.convert_month(CARPENTRY.nip)
    dialog = window.findChild(ConversionDialog)
    settle(window, qtbot)
    march = ordered_ids(window.workspace.archive, Query(client=CARPENTRY.nip, month="2026-03"))
    assert sum(dialog.plan.counts.values()) == len(march)
    dialog.close()
    settle(window, qtbot)


def test_the_board_tells_when_a_client_was_converted_last(window, qtbot, tmp_path):
    archive = window.workspace.archive
    with preflight_archive(archive, CARPENTRY.nip, "csv", decisions=Decisions({"receipt_date": "issue"})) as plan:
        write(plan, tmp_path)
    window.desk.show_board()
    settle(window, qtbot)
    model = window.desk.ksef.page.model
    assert model.data(model.index(model.row_of(CARPENTRY.nip), CONVERTED))
