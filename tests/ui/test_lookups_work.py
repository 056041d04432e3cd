"""The white list and the NBP from the window, with servers on loopback."""

import pytest
from PySide6.QtWidgets import QMessageBox

from app.booking.entry import Direction
from app.office import listing
from app.office.listing import Query, ordered_ids
from app.office.whitelist import Checkup
from app.ui.lookups_work import checkup_words
from tests.cast import CARPENTRY
from tests.lookups.servers import NbpServer, WhiteListServer
from tests.ui.conftest import settle

SELLER = "9992044702"
ACCOUNT = "47999000010000000011100111"


@pytest.fixture
def purchases(window, qtbot):
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    return list(ordered_ids(window.workspace.archive, Query(client=CARPENTRY.nip, direction=Direction.PURCHASE)))


def test_sellers_are_checked_and_the_result_is_told_calmly(window, qtbot, purchases, monkeypatch):
    with WhiteListServer({(SELLER, ACCOUNT)}, {SELLER: "Czynny"}) as server:
        monkeypatch.setenv("KONWERTER_KSEF_WL_URL", server.url)
        window.desk.lookups.check_sellers(CARPENTRY.nip, purchases)
        settle(window, qtbot)
        assert server.asked
    box = window.findChild(QMessageBox)
    assert box.text().startswith("Biała lista")
    box.close()
    settle(window, qtbot)


def test_a_list_switched_off_is_said(window, qtbot, purchases):
    window.desk.lookups.check_sellers(CARPENTRY.nip, purchases)
    settle(window, qtbot)
    box = window.findChild(QMessageBox)
    assert "wyłączona" in box.text()
    box.close()


def test_the_limit_of_the_day_is_told():
    title, text = checkup_words(Checkup(limited=True, waiting=7))
    assert title == "Nie ma czego sprawdzać"
    assert "7 pytań" in text


def test_rates_are_learnt_in_the_background_only_where_the_office_wants_it(window, qtbot, monkeypatch):
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    with NbpServer({"2026-03-20": "3.8712", "2026-03-23": "3.8700"}, "USD") as server:
        monkeypatch.setenv("KONWERTER_KSEF_NBP_URL", server.url)
        window.workspace.remember(nbp_rates=False)
        window.desk.lookups.learn()
        settle(window, qtbot)
        assert server.asked == []
        window.workspace.remember(nbp_rates=True)
        window.desk.lookups.learn()
        settle(window, qtbot)
        assert server.asked
    rows = listing.rows(window.workspace.archive, list(ordered_ids(window.workspace.archive, Query(currency="USD"))))
    assert rows
