"""The JPK targets with the options under which they are tested."""

from app.targets.jpk import JpkFa, JpkPkpir, JpkV7k, JpkV7m
from app.targets.jpk.fa.options import FaOptions
from app.targets.jpk.pkpir.options import PkpirOptions
from app.targets.jpk.v7.options import V7Options

FILES = {
    "jpk-v7m": "Schemat_JPK_V7M(3)_v1-0E.xsd",
    "jpk-v7k": "Schemat_JPK_V7K(3)_v1-0E.xsd",
    "jpk-fa": "Schemat_JPK_FA(4)_v1-0.xsd",
    "jpk-pkpir": "Schemat_JPK_PKPIR(3)_v1-0.xsd",
}
CASES = {
    "jpk-v7m": (JpkV7m(), V7Options()),
    "jpk-v7k": (
        JpkV7k(),
        V7Options(
            untaxed_purchases="add",
            margin_purchases="yes",
            no_effect="write",
            purpose="2",
            first_name="Zofia",
            last_name="Gżegżółka",
            birth_date="1984-02-29",
            phone="600 100 200",
        ),
    ),
    "jpk-fa": (JpkFa(), FaOptions()),
    "jpk-fa full": (
        JpkFa(),
        FaOptions(purchases="write", no_effect="write", voivodeship="ŚLĄSKIE", county="Bielsko-Biała", commune="Bielsko-Biała"),
    ),
    "jpk-pkpir": (
        JpkPkpir(),
        PkpirOptions(
            inventories="2025-12-31=1 250,50\n2026-06-30=980",
            cash_basis=True,
            first_name="Zofia",
            last_name="Gżegżółka",
            birth_date="1984-02-29",
        ),
    ),
}
"""Name → (target, options): the usual office, and one that has everything written."""


def data_of(target, batch, options):
    """The files of a batch: name → bytes."""
    return {file.name: b"".join(file.chunks) for file in target.write(batch, options)}
