"""The *month in five clicks*: a person's way through it, whichever hands do it, and how long the window stood still at each step."""

import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QMessageBox

from app.archive.records import Column
from app.office import companies, convert, listing
from app.office.access import AccessKind
from app.office.convert import Outcome
from app.office.diary import SyncState
from app.office.hand_edits import used_values
from app.office.listing import Query, WorkState
from app.ui.conversion.dialog import ConversionDialog
from app.ui.wording import month_name
from tests.ui.walk.hands import PATIENCE_MS
from tests.ui.walk.keyboard import Keyboard
from tests.ui.walk.mouse import Mouse
from tests.ui.walk.office import BUSY, Size
from tests.ui.watch import Pause, Watcher

MONTH: Final = "2026-10"
_CATEGORY: Final = "Materialy"
_PROGRAM: Final = "Comarch ERP Optima (XML pracy rozproszonej)"
_PAGES: Final = 3
_MARKED: Final = 5
_LINES_OF_A_MESSAGE: Final = 11


class Walk:
    """The way through the month in an office of a size; files go to `folder`."""

    def __init__(self, hands: Mouse | Keyboard, size: Size, folder: Path, start: Pause) -> None:
        self._hands = hands
        self._size = size
        self._folder = folder
        self._window = hands.window
        self._desk = hands.window.desk
        self._nip = next(row.client.nip for row in companies.clients(self._archive) if row.client.name == BUSY)
        self._watcher = Watcher(hands.window)
        self._pauses = [("otwarcie okna", start)]

    def go(self) -> None:
        """The whole way."""
        self.download()
        self.look_at_everybody()
        self.look_at_the_month()
        self.read_a_document()
        self.change_documents()
        self.convert()
        self.keep_the_month()

    def say(self) -> None:
        """Print the pauses, and which of them somebody would notice."""
        lines = [
            f"\n{self._size.clients} klientów, {self._size.documents} dokumentów, {self._hands.name}: najdłuższa przerwa okna"
        ]
        lines += [f"  {what:<46}{pause.clock:>7.0f} ms, własna praca wątku {pause.own:>5.0f} ms" for what, pause in self._pauses]
        sys.stdout.write("\n".join(lines) + "\n")

    def download(self) -> None:
        """The board fills; those with access are downloaded, the others stay as they are."""
        board = self._desk.ksef.page
        with self._step("tablica"):
            self._hands.to_board()
        assert self._desk.on_board
        assert len({row.nip for row in board.model.rows}) == self._size.clients
        with self._step("pobierz wszystkich"):
            self._hands.download_all()
            self._hands.qtbot.waitUntil(lambda: self._desk.ksef.busy, timeout=PATIENCE_MS)
            self._hands.qtbot.waitUntil(lambda: not self._desk.ksef.busy, timeout=PATIENCE_MS)
        ran = [row for row in board.model.rows if row.access is not AccessKind.NONE]
        assert len(ran) == 3
        assert all(row.last is not None and row.last.state is SyncState.COMPLETE and row.last.new for row in ran)

    def look_at_everybody(self) -> None:
        """All documents of all clients: found, sorted, scrolled, selected."""
        table, model = self._desk.documents.table, self._desk.documents.model
        with self._step("z tablicy do faktur"):
            self._hands.to_documents()
        with self._step("wszyscy klienci"):
            self._hands.choose_client("Wszyscy")
        everything = len(listing.ordered_ids(self._archive, Query()))
        assert everything > self._size.documents
        assert model.rowCount() == everything
        with self._step("szukanie bez polskich znaków"):
            self._hands.search("pensjonat zrodla slezak")
            self._hands.qtbot.waitUntil(lambda: model.rowCount() < everything, timeout=PATIENCE_MS)
        assert {model.row_at(row).summary.counterparty for row in range(model.rowCount())} == {
            "Pensjonat Trzy Źródła Anna Ślęzak"
        }
        with self._step("koniec szukania"):
            self._hands.clear_search()
            self._hands.qtbot.waitUntil(lambda: model.rowCount() == everything, timeout=PATIENCE_MS)
        with self._step("kolejność według kwoty"):
            self._hands.sort_by_net()
        assert self._desk.documents.query.sort is Column.NET
        with self._step("przewijanie"):
            self._hands.scroll()
        with self._step("zaznaczenie wszystkich"):
            self._hands.select_all()
        assert len(self._desk.documents.selected_ids()) == everything
        assert table.selectionModel().isRowSelected(everything - 1)

    def look_at_the_month(self) -> None:
        """One client, one month."""
        with self._step("wybór klienta"):
            self._hands.choose_client(BUSY)
        assert self._desk.clients.current == self._nip
        with self._step("wybór miesiąca"):
            self._hands.choose_month(month_name(MONTH))
        assert list(self._desk.documents.model.ids) == list(self._ids())
        assert len(self._ids()) > _MARKED

    def read_a_document(self) -> None:
        """Every tab of the preview, for a document and the next."""
        preview = self._desk.preview
        with self._step("podgląd faktury"):
            self._hands.open_row(0)
        for place in (1, 2, 3, 4, 0):
            with self._step(f"karta {preview.tabs.tabText(place)}"):
                self._hands.show_tab(place)
            assert preview.tabs.currentIndex() == place
        number = preview.details.row.summary.number
        assert number in preview.invoice.toPlainText()
        assert number in preview.xml.toPlainText()
        with self._step("następne dokumenty"):
            for row in (1, 2, 3, 0):
                self._hands.open_row(row)
                self._hands.settle()

    def change_documents(self) -> None:
        """A category by hand, a state for several documents; both undone or kept."""
        with self._step("karta Księgowanie"):
            self._hands.show_tab(1)
        with self._step("zmiana kategorii"):
            self._hands.set_category(_CATEGORY)
        assert used_values(self._archive, self._nip)["category"] == (_CATEGORY,)
        with self._step("cofnięcie zmiany"):
            self._hands.undo_edit()
        assert not used_values(self._archive, self._nip).get("category")
        with self._step("oznaczenie: pominięta"):
            self._hands.mark_skipped(0, _MARKED - 1)
        assert len(self._in_state(WorkState.SKIPPED)) == _MARKED
        with self._step("cofnięcie oznaczenia"):
            self._hands.undo_edit()
        assert not self._in_state(WorkState.SKIPPED)

    def convert(self) -> None:
        """The month into a file of the client's program, after the questions; then taken back and given once more."""
        with self._step("jeden dokument w zaznaczeniu"):
            self._hands.open_row(0)
        with self._step("konwertuj"):
            self._hands.convert()
            dialog = self._hands.shown(ConversionDialog)
            self._hands.settle()
        assert sum(dialog.plan.counts.values()) == len(self._ids())
        with self._step("wybór programu"):
            self._hands.choose_program(_PROGRAM)
        asked = len(dialog.plan.questions)
        assert asked
        with self._step("odpowiedź na pytanie"):
            self._hands.answer()
        assert len(dialog.plan.questions) < asked
        ready = dialog.plan.counts[Outcome.WRITTEN]
        with self._step("zapis pliku"):
            self._hands.write_file(self._folder)
        assert str(ready) in dialog.result_page.title.text()
        assert list(self._folder.glob("*.xml"))
        with self._step("zamknięcie wyniku"):
            self._hands.close_result()
            self._hands.gone(dialog)
        assert len(self._in_state(WorkState.CONVERTED)) == ready
        with self._step("karta Historia"):
            self._hands.show_tab(4)
        with self._step("cofnięcie konwersji"):
            self._hands.undo_conversion()
        assert not self._in_state(WorkState.CONVERTED)
        assert [row.undone_at is not None for row in convert.conversions(self._archive, self._nip)] == [True]

    def keep_the_month(self) -> None:
        """The package of the month, some pages, and back to the board."""
        package = self._folder / f"{self._nip}-{MONTH}.zip"
        with self._step("paczka miesiąca"):
            self._hands.save_package(package)
            told = self._hands.shown(QMessageBox)
        assert told.text().startswith("Paczka gotowa"), told.text()
        assert len(told.informativeText().splitlines()) <= _LINES_OF_A_MESSAGE
        with zipfile.ZipFile(next(self._folder.glob("*.zip"))) as archive:
            assert sum(name.endswith(".xml") for name in archive.namelist()) == len(self._ids())
        self._hands.close_message()
        with self._step("PDF zaznaczonych"):
            self._hands.save_pdfs(_PAGES, self._folder)
            self._hands.shown(QMessageBox)
        assert len(list(self._folder.glob("*.pdf"))) == _PAGES
        self._hands.close_message()
        with self._step("z powrotem na tablicę"):
            self._hands.to_board()
        assert self._desk.on_board
        assert self._desk.ksef.page.current.nip == self._nip

    @property
    def _archive(self) -> listing.Archive:
        return self._window.workspace.archive

    def _ids(self) -> list[int]:
        return list(self._of_month())

    def _in_state(self, state: WorkState) -> list[int]:
        return list(self._of_month(state))

    def _of_month(self, *states: WorkState) -> list[int]:
        query = self._desk.documents.query
        return list(
            listing.ordered_ids(
                self._archive,
                Query(client=self._nip, month=MONTH, states=frozenset(states), sort=query.sort, descending=query.descending),
            )
        )

    @contextmanager
    def _step(self, what: str) -> Iterator[None]:
        """What is done and shown between two moments in which the window waits for the next deed."""
        self._watcher.take()
        yield
        self._hands.settle()
        self._pauses.append((what, self._watcher.take()))
