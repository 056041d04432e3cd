"""The report of a conversion as scripts rely on it, written document by document."""

from collections.abc import Container, Iterable, Iterator
from typing import Any

import msgspec

from app.base.findings import Finding
from app.office.checks import is_acknowledged
from app.office.plan import Plan
from app.office.rate_agreement import RateAgreement
from app.office.states import DocumentReport, ReportedFile
from app.office.two_way import Verification


def findings_json(findings: Iterable[Finding], acknowledged: Container[str] | None = None) -> list[dict[str, Any]]:
    """Findings as the command line's JSON has them; with `acknowledged` each says whether a person has seen and acknowledged it."""
    told: list[dict[str, Any]] = []
    for one in findings:
        told.append({"level": one.level.value, "code": one.code, "message": one.message, "field": one.field})
        if acknowledged is not None:
            told[-1]["acknowledged"] = is_acknowledged(one, acknowledged)
    return told


def report_chunks(plan: Plan, files: Iterable[ReportedFile], verification: Verification | None = None) -> Iterator[bytes]:
    """The JSON report in pieces, one document at a time, so that its length takes no memory.

    ``totals`` are the sums of the invoices, ``totals_written`` the same beside what was read back from the files, and ``verified`` tells
    that this was done.
    """
    head: dict[str, Any] = {
        "target": plan.order.target.id,
        "nip": plan.client.nip,
        "environment": plan.order.environment.value,
        "files": [
            {"name": _utf8(one.name), "sha256": one.sha256, "documents": one.documents, "path": _utf8(one.path)} for one in files
        ],
    }
    yield msgspec.json.encode(head).removesuffix(b"}") + b',"documents":[\n'
    for place, row in enumerate(plan.documents):
        yield (b",\n" if place else b"") + msgspec.json.encode(_document_json(row))
    totals = [
        {"direction": one.direction.value, "rate": one.rate, "net_pln": str(one.net_pln), "tax_pln": str(one.tax_pln)}
        for one in plan.totals
    ]
    tail = {
        "totals": totals,
        "totals_written": [] if verification is None else [_written_json(one) for one in verification.totals],
        "verified": verification is not None,
    }
    yield b"\n]," + msgspec.json.encode(tail).removeprefix(b"{") + b"\n"


def _written_json(one: RateAgreement) -> dict[str, Any]:
    return {
        "direction": None if one.direction is None else one.direction.value,
        "rates": one.rates,
        "headings": one.headings,
        "net_pln": str(one.net_pln),
        "tax_pln": str(one.tax_pln),
        "written_net_pln": str(one.written_net_pln),
        "written_tax_pln": str(one.written_tax_pln),
        "agrees": one.agrees,
    }


def _utf8(path: str) -> str:
    """A path as JSON can hold it: what is no text in the file system's own bytes becomes a question mark."""
    return path.encode("utf-8", "replace").decode()


def _document_json(row: DocumentReport) -> dict[str, Any]:
    return {
        "source": row.source,
        "number": row.number,
        "ksef_number": row.ksef_number,
        "direction": None if row.direction is None else row.direction.value,
        "state": row.state.value,
        "findings": findings_json(row.findings, row.acknowledged),
    }
