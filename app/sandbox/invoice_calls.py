"""Listing, single documents, export packages (guide §3–§5)."""

import re
from typing import Final

from app.sandbox import exports, filters, keys, moments, numbers, packages, query
from app.sandbox.answers import Answer, json_answer
from app.sandbox.documents import seconds
from app.sandbox.errors import Refused, bad_request, invalid
from app.sandbox.faults import PACKAGE_KINDS, FaultKind
from app.sandbox.tokens import READ
from app.sandbox.world import Request, World

_NUMBER: Final = re.compile(r"\d{10}-\d{8}-[0-9A-F]{6}-?[0-9A-F]{6}-[0-9A-F]{2}", re.ASCII)
_COMPRESSIONS: Final = ("Zip", "TarGz")
_KEY_ID: Final = 44


def metadata(world: World, request: Request) -> Answer:
    """POST /invoices/query/metadata."""
    request.require(READ)
    wanted = filters.read(request.json(), request.ticks)
    hwm = query.mark(wanted, request.ticks, seconds(world.manners.hwm_lag))
    query.refuse_beyond(wanted, hwm)
    found = query.search(world.documents, request.session.context, wanted, request.ticks, hwm)
    return json_answer(query.page(found, request.query, world.manners.cap))


def invoice(world: World, request: Request) -> Answer:
    """GET /invoices/ksef/{ksefNumber}."""
    request.require(READ)
    accepted = {kind.partition(";")[0].strip() for kind in request.headers.get("Accept", "*/*").split(",")}
    if not accepted & {"application/xml", "application/*", "*/*"}:
        raise Refused(406)
    number = request.captured["number"].upper()
    if not _NUMBER.fullmatch(number):
        raise invalid("'ksefNumber' ma nieprawidłowy format.")
    found = world.documents.find(number)
    visible = found is not None and found.known <= request.ticks and found.stored <= request.ticks
    if found is None or not visible or not world.documents.sees(request.session.context, found):
        # Inferred: the answer for another taxpayer's document is not known; the fault forbidden-resource gives the other one.
        raise bad_request(21164, f"Faktura o numerze KSeF {number} nie została znaleziona.")
    if request.ticks < found.stored + seconds(world.manners.availability):
        raise bad_request(
            21165, f"Faktura o numerze KSeF {number} została przetworzona, ale nie jest jeszcze dostępna do pobrania."
        )
    return Answer(200, body=found.xml, content_type="application/xml", headers={"x-ms-meta-hash": found.hash})


def start_export(world: World, request: Request) -> Answer:
    """POST /invoices/exports: accepted at once, also with a key that cannot be decrypted."""
    request.require(READ)
    body = request.json()
    if not isinstance(body, dict) or not isinstance(body.get("encryption"), dict):
        raise invalid("Pole 'encryption' jest wymagane.")
    encryption = body["encryption"]
    encrypted = filters.base64_bytes(encryption, "encryptedSymmetricKey")
    iv = exports.vector(filters.base64_bytes(encryption, "initializationVector"))
    named = encryption.get("publicKeyId")
    compression = body.get("compressionType") or "Zip"
    if compression not in _COMPRESSIONS or body.get("onlyMetadata") not in (None, True, False):
        raise invalid("Pole 'compressionType' lub 'onlyMetadata' ma nieprawidłową wartość.")
    if named is not None and (not isinstance(named, str) or len(named) != _KEY_ID):
        raise invalid("Pole 'publicKeyId' musi mieć 44 znaki.")
    wanted = filters.read(body.get("filters"), request.ticks)
    session = request.session
    if session.context_type == "InternalId" and wanted.subject == "SubjectAuthorized":
        # Inferred: which pairs are impossible is not documented.
        raise bad_request(
            21181,
            f"Nie można wyeksportować paczki faktur dla wybranego podmiotu ({wanted.subject}) i zalogowanego identyfikatora "
            f"kontekstu ({session.context_type}).",
        )
    if named is not None and not world.ministry.knows(named):
        raise bad_request(21470, f"Klucz o identyfikatorze {named} nie jest wspierany.")
    key = world.ministry.decrypt(keys.SYMMETRIC, encrypted, named or "")
    hwm = query.mark(wanted, request.ticks, seconds(world.manners.hwm_lag))
    code = exports.outcome(key, wanted, hwm)
    fault = request.faults.get(FaultKind.EXPORT_STATUS)
    found = query.search(world.documents, session.context, wanted, request.ticks, hwm)
    wish = packages.Wish(
        reference=numbers.reference("EH", moments.polish_day(request.ticks), world.signins.next_seed()),
        compression=compression,
        only_metadata=body.get("onlyMetadata") is True,
        key=key or b"",
        iv=iv,
        part_size=world.manners.part_size,
        spoiled=PACKAGE_KINDS & request.faults.keys(),
    )
    export = exports.Export(
        wish,
        context=session.context,
        identity=session.identity,
        filters=wanted,
        found=found,
        code=code if fault is None else fault.value or 550,
        started=request.now,
        polls=world.manners.export_polls,
        stuck=FaultKind.EXPORT_STUCK in request.faults,
    )
    return json_answer(world.exports.start(export, world.manners.cap), 201)


def export_status(world: World, request: Request) -> Answer:
    """GET /invoices/exports/{referenceNumber}."""
    request.require(READ)
    return json_answer(world.exports.status(request.captured["reference"], request.session.context, request.now, request.base))


def part(world: World, request: Request) -> Answer:
    """GET of a part link: not KSeF, but its storage."""
    return world.storage.answer(
        request.captured["name"], request.query, request.ticks, authorized="Authorization" in request.headers
    )


def latarnia_status(world: World, _: Request) -> Answer:
    """GET /status of Latarnia."""
    return json_answer(dict(world.latarnia))


def latarnia_messages(world: World, _: Request) -> Answer:
    """GET /messages of Latarnia."""
    return json_answer(list(world.latarnia["messages"]))
