"""A reader of JPK files of the tests' own: the whole tree at once, every number proved against every other."""

from collections import Counter
from decimal import Decimal
from xml.etree import ElementTree as ET

CONTROLS = {
    "SprzedazWiersz": ("SprzedazCtrl", "LiczbaWierszySprzedazy", "PodatekNalezny", ("K_16", "K_18", "K_20")),
    "ZakupWiersz": ("ZakupCtrl", "LiczbaWierszyZakupow", "PodatekNaliczony", ("K_41", "K_43")),
    "Faktura": ("FakturaCtrl", "LiczbaFaktur", "WartoscFaktur", ("P_15",)),
    "FakturaWiersz": ("FakturaWierszCtrl", "LiczbaWierszyFaktur", "WartoscWierszyFaktur", ("P_11",)),
    "Zamowienie": ("ZamowienieCtrl", "LiczbaZamowien", "WartoscZamowien", ("WartoscZamowienia",)),
    "PKPIRWiersz": ("PKPIRCtrl", "LiczbaWierszy", "SumaPrzychodow", ("K_7", "K_8")),
}
NUMBERED = {"SprzedazWiersz": "LpSprzedazy", "ZakupWiersz": "LpZakupu", "PKPIRWiersz": "K_1"}
WAYS = ("NrKSeF", "OFF", "BFK", "DI")


def read(data: bytes) -> dict[str, list[dict[str, str]]]:
    """Rows by the name of their element, each as name → text; what the control sums say is proved."""
    root = ET.fromstring(data)  # noqa: S314 - our own bytes
    rows: dict[str, list[dict[str, str]]] = {}
    for element in root.iter():
        name = local(element)
        if name in CONTROLS or any(name == control[0] for control in CONTROLS.values()):
            rows.setdefault(name, []).append({local(child): child.text or "" for child in element if not len(child)})
    for name, (control, count, value, fields) in CONTROLS.items():
        if control not in rows:
            assert name not in rows, f"{name} without {control}"
            continue
        (said,) = rows[control]
        found = rows.get(name, [])
        counted = [row for row in found if row.get("TypDokumentu") != "FP"]
        assert int(said[count]) == len(found)
        assert Decimal(said[value]) == sum((Decimal(row.get(field, "0")) for row in counted for field in fields), Decimal(0))
    for name, number in NUMBERED.items():
        assert [row[number] for row in rows.get(name, [])] == [str(place) for place, _ in enumerate(rows.get(name, []), 1)]
    for name in ("SprzedazWiersz", "ZakupWiersz"):
        assert all(sum(way in row for way in WAYS) == 1 for row in rows.get(name, []))
    numbers = {row["P_2A"] for row in rows.get("Faktura", [])}
    assert {row["P_2B"] for row in rows.get("FakturaWiersz", [])} <= numbers
    assert {row["P_2AZ"] for row in rows.get("Zamowienie", [])} <= numbers
    return rows


def local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def sums(rows: list[dict[str, str]], prefix: str) -> dict[str, Decimal]:
    """Sum of every amount field that begins so, zeros left out."""
    found: Counter[str] = Counter()
    for row in rows:
        for name, text in row.items():
            if name.startswith(prefix) and name[len(prefix) :].replace("_", "").isalnum():
                found[name] += Decimal(text)
    return {name: value for name, value in found.items() if value}
