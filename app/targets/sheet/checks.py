"""What the universal register has to say about a document. It can express every one."""

from collections.abc import Callable, Iterator

import msgspec

from app.base.findings import Finding, notes
from app.booking.entry import CorrectionReference, Entry
from app.targets.contract import SKIPPED_NO_EFFECT, Batch
from app.targets.sheet.options import XlsxOptions
from app.targets.sheet.registers import Rows, as_it_is, tables


def findings(batch: Batch, options: XlsxOptions, changed: Callable[[str], str]) -> Iterator[Finding]:
    """Notes on documents left out and on texts which `changed` writes otherwise than they stand."""
    registers = Rows([table for table in tables(options) if not table.by_rate], as_it_is)
    for entry in batch.entries:
        if entry.no_effect and options.no_effect == "skip":
            yield _of(entry, _skipped(entry))
            continue
        if entry.correction is not None and entry.correction.collective:
            yield _of(entry, _collective(entry.correction))
        if all(box.net_pln is not None and box.tax_pln is not None for box in entry.vat):
            for _, (values,) in registers.of(batch, 1, entry):
                texts = [value for value in values if isinstance(value, str) and changed(value) != value]
                yield from (_of(entry, _altered(text, changed(text))) for text in dict.fromkeys(texts))


def _of(entry: Entry, finding: Finding) -> Finding:
    return msgspec.structs.replace(finding, document=entry.source)


def _skipped(entry: Entry) -> Finding:
    return notes(SKIPPED_NO_EFFECT, f"Korekta „{entry.number}” zmienia same dane, bez kwot: nie trafia do rejestru.")


def _collective(correction: CorrectionReference) -> Finding:
    numbers = ", ".join(correction.numbers)
    return notes(
        "sheet_collective", f"Korekta zbiorcza dotyczy faktur: {numbers}. W kolumnie „Numer korygowanej” jest pierwsza z nich."
    )


def _altered(text: str, written_as: str) -> Finding:
    return notes("sheet_text", f"Tekst „{text}” jest zapisany jako „{written_as}”.")
