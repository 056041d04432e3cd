"""What an office sets for the registers of JPK_V7."""

from dataclasses import dataclass

from app.targets.jpk.taxpayer import PersonOptions
from app.targets.options import option


@dataclass(frozen=True, slots=True)
class V7Options(PersonOptions):
    """Whose file it is, and what the schema leaves to the client's practice (invoice guide §13.2)."""

    purpose: str = option("1", label="Cel złożenia", choices={"1": "złożenie po raz pierwszy", "2": "korekta"})
    untaxed_purchases: str = option(
        "leave",
        label="Zakupy bez podatku do odliczenia (zw, 0%, np, bez prawa do odliczenia)",
        help="Ich wartość netto nie musi być w ewidencji zakupu.",
        choices={
            "leave": "nie wpisuj; dokument bez podatku do odliczenia pomiń",
            "add": "dolicz netto do K_42 (środki trwałe: K_40)",
        },
    )
    margin_purchases: str = option(
        "ask",
        label="Zakup z faktury VAT marża (ZakupVAT_Marza)",
        help="Pole dotyczy tylko towarów i usług do sprzedaży w procedurze marży.",
        choices={"ask": "pytaj", "yes": "zawsze wpisuj", "no": "nigdy nie wpisuj"},
    )
    no_effect: str = option(
        "skip",
        label="Korekty samych danych (bez kwot)",
        choices={"skip": "pomijaj", "write": "zapisuj wiersz bez kwot"},
    )
