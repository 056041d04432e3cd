"""Work with public services asked for from the main window: the white list; rates of the NBP learned after documents came."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from app.base.errors import KonwerterError
from app.base.progress import CancelToken, Report
from app.base.texts import _
from app.office import companies
from app.office.rebooking import learn_rates
from app.office.whitelist import Checkup, check_white_list
from app.ui.help.links import explain
from app.ui.message import tell
from app.ui.tasks import TaskRunner
from app.ui.wording import documents
from app.ui.work import Work
from app.ui.workspace import Workspace

_LANE = "usługi publiczne"
_MOST_NAMED = 5


class LookupsWork(Work):
    """Asks in the background; an answer that fails to come is told calmly, and nothing waits for it."""

    changed = Signal()
    """Lists or findings show something else."""

    def __init__(self, window: QWidget, workspace: Workspace, runner: TaskRunner) -> None:
        super().__init__(window, runner)
        self._window = window
        self._workspace = workspace

    def check_sellers(self, nip: str, ids: Sequence[int]) -> None:
        """Check accounts and VAT status of the sellers of these purchases on the white list."""
        if not nip:
            text = _("Wybierz klienta na liście po lewej stronie i zaznacz jego zakupy.")
            tell(self._window, _("Czyje zakupy sprawdzić?"), text)
            return
        archive = self._workspace.archive

        def job(report: Report, cancel: CancelToken) -> Checkup:
            return check_white_list(archive, nip, ids=ids, report=report, cancel=cancel)

        self._start(job, _("Biała lista"), _LANE).succeeded.connect(self._show_checkup)

    def learn(self) -> None:
        """Ask the NBP for the rates that waiting documents need, so that lists know them; nothing where the office does not want that."""
        if not self._workspace.settings.nbp_rates:
            return
        archive = self._workspace.archive

        def job(report: Report, cancel: CancelToken) -> KonwerterError | None:
            problem = None
            for row in companies.clients(archive):
                problem = problem or learn_rates(archive, row.client.nip, report=report, cancel=cancel)
            return problem

        task = self._runner.start(job, title=_("Kursy NBP"), lane=_LANE)
        task.succeeded.connect(lambda _problem: self.changed.emit())
        task.failed.connect(self.failed)

    def _show_checkup(self, done: Checkup) -> None:
        title, text = checkup_words(done)
        box = tell(self._window, title, text)
        code = next((one.findings[0].code for one in done.documents if one.findings), "")
        if code:
            more = box.addButton(_("Co to znaczy?"), QMessageBox.ButtonRole.HelpRole)
            more.clicked.connect(lambda _checked=False: explain(self._window, code))
        self.changed.emit()


def checkup_words(done: Checkup) -> tuple[str, str]:
    """What a check came to, in a title and a few sentences."""
    wrong = [document for document in done.documents if document.findings]
    lines = []
    if wrong:
        title = _("Biała lista: sprawdź {documents}").format(documents=documents(len(wrong)))
        named = (f"{document.number}: {document.findings[0].message}" for document in wrong[:_MOST_NAMED])
        lines += [*named, *([_("… i dalsze; wszystkie są na karcie Uwagi.")] if len(wrong) > _MOST_NAMED else [])]
    elif done.documents:
        title = _("Biała lista: bez zastrzeżeń")
        lines.append(_("Sprawdzono {documents}.").format(documents=documents(len(done.documents))))
    else:
        title = _("Nie ma czego sprawdzać")
        lines.append(_("Wśród tych dokumentów nie ma zakupów od polskich sprzedawców z rachunkiem albo podatkiem."))
    if done.limited:
        lines.append(_("Dzienny limit zapytań jest wyczerpany; {n} pytań poczeka do jutra.").format(n=done.waiting))
    if done.problem is not None:
        lines.append(str(done.problem))
    return title, "\n".join(lines)
