"""Converting: a pre-flight of files or of archived documents, then the files, then the archive knows; and back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.archive import conversions as stored
from app.archive.clients import profile_of
from app.archive.documents import keep_answers
from app.archive.lists import ordered_ids
from app.archive.records import ConversionRow, NewConversion, Period, Profile, Query, WrittenFile, WrittenTotal
from app.archive.store import Archive
from app.base.dates import Month
from app.base.environments import Environment
from app.base.errors import StorageError, UnusableArgument
from app.base.progress import CancelToken, Progress, Report, silent
from app.base.texts import Later, _
from app.booking.client import Client
from app.booking.entry import Direction
from app.office.answers import Decisions
from app.office.books import Books, books_of
from app.office.candidates import from_archive, from_files
from app.office.companies import checked_nip, client
from app.office.placing import Placing, places
from app.office.plan import OpenQuestion, Order, Plan
from app.office.preflight import prepare
from app.office.rate_modes import RateMode
from app.office.rates import rates_for_files, rates_of_archive
from app.office.sources import check_inputs
from app.office.states import DocumentReport, Outcome, RateTotal, ReportedFile
from app.office.surroundings import Surroundings
from app.office.two_way import Verification, verify
from app.targets.options import parse_options
from app.targets.registry import target

__all__ = [
    "Conversion",
    "ConversionRow",
    "Decisions",
    "DocumentReport",
    "OpenQuestion",
    "Outcome",
    "Plan",
    "Profile",
    "RateMode",
    "RateTotal",
    "ReportedFile",
    "conversions",
    "preflight_archive",
    "preflight_files",
    "profile",
    "undo",
    "write",
]

_NO_DECISIONS: Final = Decisions()
_NO_OPTIONS: Final[Mapping[str, str]] = {}
_REPORT_EVERY: Final = 20
_WRITING: Final[Later] = "Zapisano {count} z {total} dokumentów"
_COMPARING: Final[Later] = "Zebrano do porównania {count} z {total} dokumentów"
_READING: Final[Later] = "Odczytano ponownie {count} z {total} dokumentów"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What was written. `conversion_id` is None for files, of which no archive knows; `files` is empty where no document could be written."""

    conversion_id: int | None
    files: tuple[ReportedFile, ...]
    verification: Verification | None = None
    """What reading the files back found; None where there are no files."""

    @property
    def folder(self) -> Path | None:
        """Where the files are."""
        return Path(self.files[0].path).parent if self.files else None


def preflight_files(
    inputs: Sequence[Path],
    nip: str,
    target_id: str,
    *,
    environment: Environment = Environment.PRODUCTION,
    options: Mapping[str, str] = _NO_OPTIONS,
    decisions: Decisions = _NO_DECISIONS,
    direction: Direction | None = None,
    rates: RateMode = RateMode.NBP,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> Plan:
    """What converting these files would do. No archive is touched. `rates` says where rates may come from that documents do not tell.

    Raises `UnusableArgument` for a wrong NIP, target, option or input, and where the inputs hold no document at all.
    """
    chosen = target(target_id)
    check_inputs(inputs)
    token = cancel or CancelToken()
    books = Books(Client(nip=checked_nip(nip)))
    with rates_for_files(rates, token) as source:
        order = Order(
            books=books,
            surroundings=Surroundings(books.client),
            target=chosen,
            options=parse_options(chosen.options, options),
            option_texts=dict(options),
            decisions=decisions,
            direction=direction,
            environment=environment,
            rates=source,
        )
        plan = prepare(order, from_files(inputs), None, report, token)
    plan.rate_problem = source.problem
    if not any(not _left_alone(row) for row in plan.documents):
        plan.close()
        raise UnusableArgument(
            _("We wskazanych plikach nie ma żadnego dokumentu XML."), advice=_("Wskaż pliki XML, folder albo archiwum ZIP.")
        )
    return plan


def preflight_archive(
    archive: Archive,
    nip: str,
    target_id: str,
    *,
    ids: Sequence[int] | None = None,
    query: Query | None = None,
    options: Mapping[str, str] = _NO_OPTIONS,
    decisions: Decisions = _NO_DECISIONS,
    direction: Direction | None = None,
    rates: RateMode = RateMode.NBP,
    report: Report = silent,
    cancel: CancelToken | None = None,
) -> Plan:
    """What converting a client's documents would do: those of `ids` in that order, or all that `query` means.

    `rates` says where rates may come from that documents do not tell; where the NBP fails, the plan's `rate_problem` says why.
    Raises `UnusableArgument` for an unknown client, target or option.
    """
    chosen = target(target_id)
    found = client(archive, nip)
    if ids is None:
        ids = ordered_ids(archive, query or Query(client=found.nip))
    token = cancel or CancelToken()
    with rates_of_archive(archive, found.nip, rates, token) as source:
        order = Order(
            books=books_of(archive, found.nip),
            surroundings=Surroundings(found, archive),
            target=chosen,
            options=parse_options(chosen.options, options),
            option_texts=dict(options),
            decisions=decisions,
            direction=direction,
            environment=archive.environment,
            month=_month(query),
            archive=archive,
            rates=source,
        )
        plan = prepare(order, from_archive(archive, found.nip, ids), len(ids), report, token)
    plan.rate_problem = source.problem
    return plan


def write(plan: Plan, out: Path, *, report: Report = silent, cancel: CancelToken | None = None) -> Conversion:
    """Write the files of a plan, all or none; documents of an archive become converted in the same step, and decisions are kept.

    `out` is the file itself where it has a suffix of letters and is no folder, else the folder (made where it is missing). A file
    already there is kept under another name (see `Placing`). Before they are placed the files are read back (`app.office.two_way`). Raises
    `StorageError`, `Cancelled`, `UnusableArgument` where `out` is a file and the conversion makes several, and `ProgramError` where what
    was read back is not what was to be written.
    """
    if not plan.counts[Outcome.WRITTEN]:
        _keep_moved(plan)
        return Conversion(conversion_id=None, files=())
    token = cancel or CancelToken()
    total = plan.counts[Outcome.WRITTEN]

    def each(words: str) -> Callable[[int], None]:
        def tell(count: int) -> None:
            if count % _REPORT_EVERY == 0:
                token.check()
                report(Progress(min(count, total), total, words.format(count=min(count, total), total=total)))

        return tell

    with Placing() as placing:
        files: list[ReportedFile] = []
        for place, output in places(
            plan.order.target.write(plan.batch(each(_(_WRITING))), plan.order.options),
            out,
            suffix=plan.order.target.suffix,
            mark=plan.order.environment.mark,
        ):
            digest = placing.write(place, output.chunks)
            files.append(ReportedFile(place.name, digest, output.documents, str(place.absolute())))
        verification = verify(
            plan.order.target, plan.order.options, plan.batch(each(_(_COMPARING))), placing.waiting, each(_(_READING))
        )
        token.check()
        conversion_id = _finish(plan, placing, files)
    return Conversion(conversion_id=conversion_id, files=tuple(files), verification=verification)


def profile(archive: Archive, nip: str) -> Profile | None:
    """How the client's documents were converted last; None before the first conversion."""
    return profile_of(archive, client(archive, nip).nip)


def conversions(archive: Archive, nip: str = "") -> tuple[ConversionRow, ...]:
    """The conversions of a client, or of all, newest first."""
    return stored.list_conversions(archive, nip)


def undo(archive: Archive, conversion_id: int) -> int:
    """Put the documents of a conversion back to their earlier state; how many. The files stay where they are."""
    return stored.undo(archive, conversion_id)


def _finish(plan: Plan, placing: Placing, files: list[ReportedFile]) -> int | None:
    archive = plan.order.archive
    if archive is None:
        placing.place()
        return None
    placed = tuple(WrittenFile(file.path, file.sha256, file.documents) for file in files)

    def place() -> tuple[WrittenFile, ...]:
        placing.place()
        return placed

    ids, decided = plan.written_ids(), plan.decided_ids()
    new = NewConversion(
        client_nip=plan.client.nip,
        profile=Profile(plan.order.target.id, dict(plan.order.option_texts)),
        month=plan.period,
        made_at=plan.order.written_at,
        document_ids=ids,
        answers={id_: plan.answers[id_] for id_ in decided if id_ in plan.answers},
        summaries=plan.summaries.only(decided),
        client_answers=_for_client(plan),
        repeated=plan.repeated,
        left_out_ids=plan.left_out_ids(),
        made_by=plan.order.made_by,
        totals=tuple(WrittenTotal(one.direction.value, one.rate, str(one.net_pln), str(one.tax_pln)) for one in plan.totals),
    )
    try:
        return stored.record(archive, new, place)
    except StorageError:
        placing.take_back()
        raise


def _keep_moved(plan: Plan) -> None:
    """Documents that a decision put into another month are found there from now on."""
    archive = plan.order.archive
    if archive is None or not plan.moved:
        return
    answers = {id_: plan.answers[id_] for id_ in plan.moved}
    keep_answers(archive, answers, plan.summaries.only(plan.moved))


def _for_client(plan: Plan) -> dict[str, str]:
    """Answers to the target's own questions hold for the client from now on: it asks once."""
    general = plan.order.decisions.general
    return {question.code: general[question.code] for question in plan.order.target.questions if question.code in general}


def _month(query: Query | None) -> Month | None:
    return query.month if query is not None and query.by is Period.VAT else None


def _left_alone(row: DocumentReport) -> bool:
    return row.state is Outcome.SKIPPED and not row.number
