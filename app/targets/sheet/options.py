"""What an office sets about the universal register."""

from dataclasses import dataclass

from app.base.errors import UnusableArgument
from app.targets.options import option
from app.targets.sheet.columns import column_names


@dataclass(frozen=True, slots=True)
class XlsxOptions:
    """Options of both kinds of the register; raises `UnusableArgument` for a column that does not exist."""

    profile: str = option(
        "rates",
        label="Układ kolumn kwot",
        choices={"rates": "według stawek (Netto 23, VAT 23, …)", "jpk": "pola JPK_V7 (K_10 … K_47)"},
    )
    columns: str = option(
        "",
        label="Kolumny i ich kolejność",
        help="Nazwy kolumn po przecinku, np. number, issue_date, name, nip, net, tax; puste: wszystkie. Spis: "
        + ", ".join(column_names()) + ".",
    )  # fmt: skip
    by_rate: bool = option(
        default=True,
        label="Także zestawienie według stawek",
        help="Jeden wiersz na dokument i stawkę: wygodniejsze dla wzorców importu.",
    )
    no_effect: str = option(
        "write",
        label="Korekty samych danych (bez kwot)",
        choices={"write": "zapisuj, z uwagą", "skip": "pomijaj"},
    )

    def __post_init__(self) -> None:
        unknown = [name for name in self.chosen() if name not in column_names()]
        if unknown:
            raise UnusableArgument(
                f"Rejestr nie ma kolumny „{unknown[0]}”.", advice=f"Dostępne kolumny: {', '.join(column_names())}."
            )

    def chosen(self) -> tuple[str, ...]:
        """The names of the columns to write, in order; empty for all."""
        return tuple(name.strip() for name in self.columns.split(",") if name.strip())


@dataclass(frozen=True, slots=True)
class CsvOptions(XlsxOptions):
    """How the text itself is written."""

    encoding: str = option("utf-8-sig", label="Kodowanie", choices={"utf-8-sig": "UTF-8 (z BOM)", "cp1250": "windows-1250"})
    decimal: str = option(",", label="Znak dziesiętny", choices={",": "przecinek", ".": "kropka"})
    dates: str = option(
        "%Y-%m-%d",
        label="Zapis dat",
        choices={"%Y-%m-%d": "RRRR-MM-DD", "%d.%m.%Y": "DD.MM.RRRR", "%d-%m-%Y": "DD-MM-RRRR"},
    )
