"""What an office sets for JPK_FA."""

from dataclasses import dataclass
from typing import Final

from app.targets.jpk.taxpayer import TaxpayerOptions, unusable
from app.targets.options import option

_UNIT_LENGTH: Final = 36


@dataclass(frozen=True, slots=True)
class FaOptions(TaxpayerOptions):
    """Whose file it is, and whether purchases are written too."""

    purchases: str = option(
        "skip",
        label="Faktury zakupu",
        help="Urzędowo JPK_FA to faktury sprzedaży; niektóre dodatki do programów czytają z takiego pliku także zakup.",
        choices={"skip": "pomijaj (urzędowo)", "write": "zapisuj w osobnym pliku (nietypowo)"},
    )
    voivodeship: str = option(
        "", label="Województwo siedziby", help="Schemat wymaga województwa, powiatu i gminy; puste: w pliku będzie BRAK."
    )
    county: str = option("", label="Powiat siedziby")
    commune: str = option("", label="Gmina siedziby")
    no_effect: str = option(
        "skip",
        label="Korekty samych danych (bez kwot)",
        choices={"skip": "pomijaj", "write": "zapisuj z kwotami zero"},
    )

    def __post_init__(self) -> None:
        TaxpayerOptions.__post_init__(self)
        for label, value in (
            ("Województwo siedziby", self.voivodeship),
            ("Powiat siedziby", self.county),
            ("Gmina siedziby", self.commune),
        ):
            if len(value) > _UNIT_LENGTH:
                raise unusable(label, value, f"do {_UNIT_LENGTH} znaków")
