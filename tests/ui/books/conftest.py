"""What tests of the books need beside the window: the carpenter's purchases in front."""

import pytest

from app.booking.entry import Direction
from app.office.listing import Query, ordered_ids
from tests.cast import CARPENTRY
from tests.ui.conftest import settle


@pytest.fixture
def purchases(window, qtbot):
    """Ids of the carpenter's purchases, with the window on him."""
    window.desk.clients.choose(CARPENTRY.nip)
    settle(window, qtbot)
    return list(ordered_ids(window.workspace.archive, Query(client=CARPENTRY.nip, direction=Direction.PURCHASE)))


@pytest.fixture
def show(window, qtbot):
    """Show a document's entry on the page *Księgowanie*."""

    def shown(document_id):
        documents = window.desk.documents
        place = list(documents.model.ids).index(document_id)
        with qtbot.waitSignal(window.desk.preview.loaded, timeout=20_000):
            documents.table.selectRow(place)
        window.desk.preview.tabs.setCurrentWidget(window.desk.preview.booking)
        settle(window, qtbot)
        assert window.desk.preview.details.row.id == document_id
        return window.desk.preview.booking

    return shown
