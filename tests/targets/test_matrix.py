"""The matrix in the documentation and in the help is what really becomes of the invoices.

``sh resources/targets.sh`` makes both anew.
"""

import json
import os
from pathlib import Path

from app.targets.registry import TARGETS
from app.ui.help.matrix import load_matrix, overview
from tests.targets.matrix import KINDS, OUTCOMES, matrix

ROOT = Path(__file__).resolve().parents[2]
PACKAGED = ROOT / "app" / "ui" / "help" / "matrix.json"
DOCUMENT = ROOT / "resources" / "docs" / "targets.md"
HEAD = """# Które faktury zapisuje każdy format

Tabela powstaje z testów (`sh resources/targets.sh`): każdy wiersz to własna faktura z `tests/invoices`, zapisana, odczytana ponownie
i porównana.
*Zapisywane*: bez pytań; *pyta*: po odpowiedzi na pytanie; *odmawia*: format nie potrafi jej wyrazić, z powodem i źródłem;
*nie dotyczy*: takiego zapisu nie ma.

"""


def test_the_packaged_matrix_and_the_document_are_current():
    made = json.dumps(matrix(), ensure_ascii=False, indent=1) + "\n"
    update = os.environ.get("KONWERTER_UPDATE_GOLDEN") == "1"
    if update:
        PACKAGED.write_text(made, encoding="utf-8")
    assert PACKAGED.read_text(encoding="utf-8") == made, "run: sh resources/targets.sh"
    document = HEAD + overview(load_matrix())
    if update:
        DOCUMENT.write_text(document, encoding="utf-8")
    assert DOCUMENT.read_text(encoding="utf-8") == document, "run: sh resources/targets.sh"


def test_no_cell_is_blank_and_every_code_is_explained():
    found = load_matrix()
    ids = {target.id for target in TARGETS}
    for kind in found.kinds:
        for side in (kind.sale, kind.purchase):
            assert bool(side.none) is not bool(side.cells), kind.name
            assert not side.cells or set(side.cells) == ids, kind.name
            for cell in side.cells.values():
                assert cell.codes or cell.state == "written", kind.name
                assert set(cell.codes) <= set(found.questions if cell.state == "asks" else found.reasons), (kind.name, cell)
    assert all(one.reason.endswith(".") and one.source for one in found.reasons.values())
    assert all(len(line.split("|")) == len(TARGETS) + 4 for line in overview(found).splitlines() if line.startswith("|"))


def test_plain_kinds_are_written_everywhere():
    plain = {
        "VAT",
        "KOR w dół",
        "KOR w górę",
        "KOR zbiorcza",
        "KOR do zera",
        "KOR stawki",
        "ZAL",
        "ROZ",
        "ROZ na zero",
        "UPR",
        "KOR_ZAL",
    }
    plain |= {"KOR_ROZ", "Waluta z kursem"}
    kinds = {kind.name: kind for kind in load_matrix().kinds}
    assert plain <= set(kinds)
    for name in plain:
        for side in (kinds[name].sale, kinds[name].purchase):
            held = {target: cell for target, cell in side.cells.items() if set(cell.codes) != {"not_in_this_file"}}
            assert {cell.state for cell in held.values()} == {"written"}, name
            left_out = set(side.cells) - set(held)  # a file that by law has no such document, such as an advance in the KPiR
            assert all(target.startswith("jpk-") for target in left_out), (name, left_out)


def test_every_row_is_of_an_own_invoice():
    known = json.loads((OUTCOMES / f"{TARGETS[0].id}.json").read_text(encoding="utf-8"))["usual"]
    for kind in KINDS:
        for invoice, role in ((kind.sale, "seller"), (kind.purchase, "buyer")):
            assert invoice.startswith("(") or f"{invoice} {role}" in known, kind.name
