"""What is worth knowing without being asked: accesses that end soon, and trouble on KSeF's side. Quiet, above the work."""

import datetime as dt
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from app.base.environments import Environment
from app.base.findings import Finding
from app.base.progress import CancelToken, Report
from app.base.texts import Words, _
from app.office.diary import ClientResult, SyncState
from app.ui.help.links import explain
from app.ui.ksef.link import KsefLink
from app.ui.tasks import TaskRunner
from app.ui.theme import Colours
from app.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from app.office.ksef_status import KsefStatus, StatusService

_LANE: Final = "komunikaty"
_MOST_REMINDERS: Final = 2
_STATES: Final = Words(
    {
        "MAINTENANCE": "Latarnia KSeF: trwają prace serwisowe.",
        "FAILURE": "Latarnia KSeF: trwa awaria.",
        "TOTAL_FAILURE": "Latarnia KSeF: trwa awaria całkowita.",
    }
)


class Notices(QObject):
    """One banner: KSeF's trouble goes before reminders."""

    access_wanted = Signal()

    def __init__(self, runner: TaskRunner, link: KsefLink, colours: Colours) -> None:
        super().__init__()
        self._runner = runner
        self._link = link
        self._service: StatusService | None = None
        self._trouble = ""
        self._reminder = ""
        self._code = ""
        self.banner = Banner(colours)
        self.banner.acted.connect(self.access_wanted)
        self.banner.help_wanted.connect(lambda: explain(self.banner, self._code))

    def use_link(self, link: KsefLink) -> None:
        """Another environment has its own reminders and no trouble known."""
        self._link, self._service = link, None
        self._trouble = self._reminder = self._code = ""
        self._show()

    def remind(self) -> None:
        """Look which accesses end soon."""
        archive = self._link.archive
        if archive.environment is Environment.TRAINING:
            return

        def job(_report: Report, _cancel: CancelToken) -> tuple[Finding, ...]:
            from app.office.reminders import reminders  # noqa: PLC0415 - loads with the rest of the accesses

            return reminders(archive, dt.datetime.now(dt.UTC).date())

        self._runner.start(job, title=_("Przypomnienia"), lane=_LANE).succeeded.connect(self._take_reminders)

    def look_at(self, results: tuple[ClientResult, ...]) -> None:
        """After a run: where clients failed, ask what KSeF says of itself. Production only; it never stands in the way."""
        failed = any(result.state is SyncState.FAILED for result in results)
        if self._link.archive.environment is not Environment.PRODUCTION or not failed:
            self._trouble = ""
            self._show()
            return
        self._runner.start(self._ask, title=_("Stan KSeF"), lane=_LANE).succeeded.connect(self._take_status)

    def _ask(self, _report: Report, cancel: CancelToken) -> "KsefStatus | None":
        from app.office.ksef_status import StatusService  # noqa: PLC0415 - brings the network

        if self._service is None:
            self._service = StatusService(self._link.connection())
        return self._service.ask(cancel)

    def _take_status(self, status: "KsefStatus | None") -> None:
        self._trouble = ""
        if status is not None and not status.available:
            said = [": ".join(part for part in (message.title, message.text) if part) for message in status.messages[:1]]
            state = _STATES.get(status.state) or _("Latarnia KSeF zgłasza utrudnienia.")
            self._trouble = " ".join([state, *said, _("Pobieranie można powtórzyć później; nic nie przepada.")])
        self._show()

    def _take_reminders(self, findings: tuple[Finding, ...]) -> None:
        shown = [finding.message for finding in findings[:_MOST_REMINDERS]]
        more = len(findings) - len(shown)
        self._code = findings[0].code if findings else ""
        self._reminder = " ".join([*shown, _("I jeszcze {n}.").format(n=more)] if more else shown)
        self._show()

    def _show(self) -> None:
        if self._trouble:
            self.banner.show_text(self._trouble)
        else:
            self.banner.show_text(self._reminder, _("Certyfikat biura…") if self._reminder else "", explained=bool(self._code))
