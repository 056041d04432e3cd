"""How the desk was left: splitter, columns, filters, the tab of the preview. Kept among the settings as base64."""

import contextlib
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QByteArray

from app.office.listing import Query
from app.ui.documents.model import COLUMNS
from app.ui.ksef.board_model import HEADINGS

if TYPE_CHECKING:
    from app.ui.desk import Desk

_SPLIT: Final = "split"
_TABLE: Final = f"table {len(COLUMNS)}"  # a header with other columns is another one
_BOARD: Final = f"board {len(HEADINGS)}"
_FILTERS: Final = "filters"
_TAB: Final = "tab"
_ZOOM: Final = "zoom"


def desk_layout(desk: "Desk") -> dict[str, QByteArray]:
    """The state of splitter, tables, filters and preview by name."""
    filters = replace(desk.documents.query, client="", text="")
    return {
        _SPLIT: desk.work.saveState(),
        _TABLE: desk.documents.table.horizontalHeader().saveState(),
        _BOARD: desk.ksef.page.table.horizontalHeader().saveState(),
        _FILTERS: QByteArray(msgspec.json.encode(filters)),
        _TAB: QByteArray(str(desk.preview.tabs.currentIndex()).encode()),
        _ZOOM: QByteArray(f"{desk.preview.invoice.zoom_kept:.4f}".encode()),
    }


def restore_layout(desk: "Desk", kept: Mapping[str, str]) -> None:
    """Let everything be as it was; what is missing or cannot be understood any more is as at first."""
    layout = {name: bytes(QByteArray.fromBase64(text.encode()).data()) for name, text in kept.items()}
    for name, part in (
        (_SPLIT, desk.work),
        (_TABLE, desk.documents.table.horizontalHeader()),
        (_BOARD, desk.ksef.page.table.horizontalHeader()),
    ):
        if name in layout:
            part.restoreState(layout[name])
    with contextlib.suppress(msgspec.DecodeError):
        desk.documents.show_view(msgspec.json.decode(layout.get(_FILTERS, b""), type=Query))
    tab = layout.get(_TAB, b"")
    if tab.isdigit():
        desk.preview.tabs.setCurrentIndex(int(tab))
    with contextlib.suppress(ValueError):
        if zoom := float(layout.get(_ZOOM, b"0")):
            desk.preview.invoice.zoom_to(zoom)
