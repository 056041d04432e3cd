"""Invoices out of nothing: FA(3) documents of every kind, rate and currency, sound by the schema and with sums that add up.

`invoices()` is a Hypothesis strategy of `Made`. Texts are hostile on purpose: quotes, semicolons, marks of other formats, letters of
many scripts; amounts range from a grosz to a thousand million.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from xml.sax.saxutils import escape

from hypothesis import strategies as st

from app.base import ksef_number as numbers

SELLER, BUYER = "9992014701", "9992144705"
KINDS = ("VAT", "VAT", "VAT", "UPR", "ZAL", "ROZ", "KOR", "KOR", "KOR_ZAL", "KOR_ROZ")
GROSZ = Decimal("0.01")

# Field of the net amount, code of a line, percent; the order of the form.
GROUPS = (
    ("1", "23", 23), ("2", "8", 8), ("3", "5", 5), ("4", "4", 4), ("5", "", 0), ("6_1", "0 KR", 0), ("6_2", "0 WDT", 0), ("6_3", "0 EX", 0),
    ("7", "zw", 0), ("8", "np I", 0), ("9", "np II", 0), ("10", "oo", 0), ("11", "", 0),
)  # fmt: skip
TAXED = {"1", "2", "3", "4", "5"}
OSS, MARGIN = "5", "11"
PLAIN = {"1", "2", "3"}
FAMILIES = (
    {"1", "2", "3"}, {"1", "2", "3"}, {"1", "2", "3", "6_1", "7"}, {"1", "4", "7"}, {"6_2"}, {"6_3"}, {"8"}, {"9"}, {"10"}, {"5"}, {"11"},
    {"1", "11"}, {"1", "2", "3", "4", "6_1", "7", "8", "9", "10"},
)  # fmt: skip
FOREIGN_RATES = ("19", "21", "25.5")

WORDS = st.sampled_from(
    (
        "FV", "Żółć", "śruba", '"cudzysłów"', "„polski”", "a;b", "; ", "Numer: 7", "KSeF: X", "<r>x</r>", "&amp;", "=1+1", "-5", "'",
        "~0A1B2C3D", "[NAGLOWEK]", "|", "\\", "{", "}", "%s", "Müller", "Київ", "東京", "\u00a0", "\u200b", "é",
        "0/0", "N/D", "x" * 60, "łąka " * 30,
    )
)  # fmt: skip
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn")), max_size=8)


@dataclass(frozen=True)
class Made:
    """One invoice. `plain` tells that every target must be able to write it: taxed at home, in PLN or with a rate."""

    xml: bytes
    ksef_number: str
    plain: bool


@dataclass(frozen=True)
class _Line:
    group: str
    code: str
    percent: Decimal
    quantity: Decimal
    price: Decimal
    net: Decimal
    before: bool = False

    @property
    def signed(self):
        return -self.net if self.before else self.net


@st.composite
def invoices(draw, kinds=KINDS):
    """Any invoice of `kinds`, sold by `SELLER`."""
    kind = draw(st.sampled_from(kinds))
    family = draw(st.sampled_from(FAMILIES))
    rate = draw(st.none() | st.none() | st.tuples(st.sampled_from(("EUR", "USD", "HUF")), _rates()))
    oss = draw(st.sampled_from(FOREIGN_RATES))
    lines = [line for _ in range(draw(st.integers(1, 4))) for line in draw(_lines(family, oss, corrects=kind.startswith("KOR")))]
    sums = draw(_sums(lines, kind))
    currency, factor = rate or ("PLN", None)
    whole = sum((net + tax for net, tax in sums.values()), Decimal(0))
    number = draw(texts(100 if draw(st.booleans()) else 20))
    day = draw(st.dates(dt.date(2026, 2, 1), dt.date(2026, 11, 30)))
    groups = set(sums)
    parts = [
        _element("KodWaluty", currency),
        _element("P_1", day),
        _element("P_2", number),
        _element("P_6", day - dt.timedelta(days=draw(st.integers(0, 40)))) if draw(st.booleans()) else "",
        *(_total(group, *sums[group], factor) for group, *_ in GROUPS if group in sums),
        _element("P_15", whole),
        _element("KursWalutyZ", factor) if factor and kind.endswith("ZAL") else "",
        _annotations(groups, cash=draw(st.booleans()) and not groups & {"10"}, split=currency == "PLN" and draw(st.booleans())),
        _element("RodzajFaktury", kind),
        draw(_correction(kind)),
        _element("TP", 1) if draw(st.integers(0, 5)) == 0 else "",
        "<FakturaZaliczkowa><NrKSeFZN>1</NrKSeFZN><NrFaZaliczkowej>FZ/1</NrFaZaliczkowej></FakturaZaliczkowa>"
        if kind.endswith("ROZ")
        else "",
        *(draw(_row(place, line, factor)) for place, line in enumerate(lines, 1) if not kind.endswith("ZAL")),
        draw(_payment(day)),
        _order(lines) if kind.endswith("ZAL") else "",
    ]
    parties = _seller(draw(texts(200)), draw(texts(80))) + _buyer(draw, groups)
    xml = f"{_HEAD}{parties}<Fa>{''.join(parts)}</Fa></Faktura>".encode()
    return Made(xml, _ksef_number(xml, day), groups <= PLAIN)


@st.composite
def texts(draw, longest):
    """A text as the schema's tokens allow it: no white space at its ends or twice, at least one visible character."""
    words = draw(st.lists(WORDS | LETTERS, min_size=1, max_size=4))
    glue = draw(st.sampled_from((" ", "/", "")))
    text = " ".join(glue.join(words).replace("\t", " ").split(" "))[:longest]
    text = " ".join(part for part in text.split(" ") if part).strip()
    return text if any(char.isalnum() for char in text) else f"{draw(st.integers(1, 9999))}"


def _rates():
    return st.decimals(Decimal("0.0101"), Decimal("9.9999"), places=4) | st.decimals(Decimal("0.010101"), Decimal(9), places=6)


@st.composite
def _lines(draw, family, oss, *, corrects):
    """One line, or a pair of before and after on a correction."""
    group = draw(st.sampled_from(sorted(family)))
    _group, code, percent = next(one for one in GROUPS if one[0] == group)
    percent = Decimal(oss) if group == OSS else Decimal(percent)
    cheap = st.decimals(Decimal("0.01"), Decimal(5000), places=2)
    price = draw(cheap | st.decimals(Decimal("0.01"), Decimal(999_999_999), places=2))
    quantity = draw(st.integers(1, 5).map(Decimal) | st.decimals(Decimal("0.001"), Decimal(3), places=3))
    after = _Line(group, code, percent, quantity, price, _round(quantity * price))
    if not corrects:
        return [after]
    if draw(st.booleans()):
        return [_Line(group, code, percent, -quantity, price, -after.net)] if draw(st.booleans()) else [after]
    earlier = quantity + draw(st.integers(0, 3))
    return [_Line(group, code, percent, earlier, price, _round(earlier * price), before=True), after]


@st.composite
def _sums(draw, lines, kind):
    """Net and tax of each group; a final invoice's are less by what advances have covered, an advance's are a part."""
    by_sum = draw(st.booleans())
    sums = {}
    for line in lines:
        net, tax = sums.get(line.group, (Decimal(0), Decimal(0)))
        sums[line.group] = (net + line.signed, tax + _round(line.signed * line.percent / 100))
    if by_sum:
        percents = {line.group: line.percent for line in lines}
        sums = {group: (net, _round(net * percents[group] / 100)) for group, (net, _tax) in sums.items()}
    if kind in {"ZAL", "ROZ"} and draw(st.booleans()):
        part = draw(st.decimals(Decimal(0), Decimal(1), places=2))
        sums = {group: (_round(net * part), _round(tax * part)) for group, (net, tax) in sums.items()}
    return sums


def _round(value):
    return value.quantize(GROSZ, ROUND_HALF_UP) + Decimal("0.00")


def _element(name, value):
    text = format(value, "f") if isinstance(value, Decimal) else str(value)
    return f"<{name}>{escape(text)}</{name}>"


def _total(group, net, tax, factor):
    parts = [_element(f"P_13_{group}", net)]
    if group in TAXED:
        parts.append(_element(f"P_14_{group}", tax))
        if factor and group != OSS:
            parts.append(_element(f"P_14_{group}W", _round(tax * factor)))
    return "".join(parts)


def _annotations(groups, *, cash, split):
    exempt = "<P_19>1</P_19><P_19A>art. 43 ust. 1</P_19A>" if "7" in groups else "<P_19N>1</P_19N>"
    margin = "<P_PMarzy>1</P_PMarzy><P_PMarzy_3_1>1</P_PMarzy_3_1>" if MARGIN in groups else "<P_PMarzyN>1</P_PMarzyN>"
    flags = (("P_16", cash), ("P_17", False), ("P_18", bool(groups & {"9", "10"})), ("P_18A", split))
    return (
        "<Adnotacje>"
        + "".join(_element(name, 1 if set_ else 2) for name, set_ in flags)
        + f"<Zwolnienie>{exempt}</Zwolnienie><NoweSrodkiTransportu><P_22N>1</P_22N></NoweSrodkiTransportu>"
        f"<P_23>2</P_23><PMarzy>{margin}</PMarzy></Adnotacje>"
    )


@st.composite
def _correction(draw, kind):
    if not kind.startswith("KOR"):
        return ""
    originals = "".join(
        f"<DaneFaKorygowanej><DataWystFaKorygowanej>2026-01-15</DataWystFaKorygowanej>{_element('NrFaKorygowanej', draw(texts(60)))}"
        "<NrKSeFN>1</NrKSeFN></DaneFaKorygowanej>"
        for _ in range(draw(st.sampled_from((1, 1, 1, 3))))
    )
    reason = _element("PrzyczynaKorekty", draw(texts(200))) if draw(st.booleans()) else ""
    return (
        reason
        + _element("TypKorekty", draw(st.integers(1, 3)))
        + originals
        + (_element("P_15ZK", 100) if kind == "KOR_ZAL" else "")
    )


@st.composite
def _row(draw, place, line, factor):
    margin = line.group == MARGIN
    name = draw(texts(150))
    rate = _element("P_12_XII", line.percent) if line.group == OSS else "" if margin else _element("P_12", line.code)
    return (
        f"<FaWiersz>{_element('NrWierszaFa', place)}{_element('P_7', name)}<P_8A>szt.</P_8A>{_element('P_8B', line.quantity)}"
        + _element("P_9B" if margin else "P_9A", line.price)
        + _element("P_11A" if margin else "P_11", line.net)
        + rate
        + (_element("GTU", f"GTU_{draw(st.integers(1, 13)):02}") if draw(st.integers(0, 3)) == 0 else "")
        + ("<Procedura>WSTO_EE</Procedura>" if line.group == OSS else "")
        + (_element("KursWaluty", factor) if factor else "")
        + (_element("StanPrzed", 1) if line.before else "")
        + "</FaWiersz>"
    )


def _order(lines):
    """The order of an advance invoice; its lines carry no currency rates."""
    rows = "".join(
        f"<ZamowienieWiersz>{_element('NrWierszaZam', place)}<P_7Z>zamówienie</P_7Z>{_element('P_11NettoZ', line.net)}"
        + _element("P_11VatZ", _round(line.net * line.percent / 100))
        + (_element("P_12Z_XII", line.percent) if line.group == OSS else _element("P_12Z", line.code) if line.code else "")
        + (_element("StanPrzedZ", 1) if line.before else "")
        + "</ZamowienieWiersz>"
        for place, line in enumerate(lines, 1)
    )
    return f"<Zamowienie><WartoscZamowienia>1000.00</WartoscZamowienia>{rows}</Zamowienie>"


@st.composite
def _payment(draw, day):
    form = _element("FormaPlatnosci", draw(st.integers(1, 7)))
    due = f"<TerminPlatnosci>{_element('Termin', day + dt.timedelta(days=draw(st.integers(0, 60))))}</TerminPlatnosci>"
    paid = f"<Zaplacono>1</Zaplacono>{_element('DataZaplaty', day)}"
    return draw(st.sampled_from(("", f"<Platnosc>{paid}{form}</Platnosc>", f"<Platnosc>{due}{form}</Platnosc>")))


_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Faktura xmlns="http://crd.gov.pl/wzor/2025/06/25/13775/"><Naglowek>'
    '<KodFormularza kodSystemowy="FA (3)" wersjaSchemy="1-0E">FA</KodFormularza><WariantFormularza>3</WariantFormularza>'
    "<DataWytworzeniaFa>2026-03-20T09:15:00Z</DataWytworzeniaFa></Naglowek>"
)


def _address(country, street):
    return f"<Adres><KodKraju>{country}</KodKraju>{_element('AdresL1', street)}<AdresL2>00-950 Miasto</AdresL2></Adres>"


def _seller(name, street):
    identity = f"<DaneIdentyfikacyjne><NIP>{SELLER}</NIP>{_element('Nazwa', name)}</DaneIdentyfikacyjne>"
    return f"<Podmiot1>{identity}{_address('PL', street)}</Podmiot1>"


def _buyer(draw, groups):
    """A buyer who may buy so: from the Union, from further away, a consumer, or a company at home."""
    if groups & {"6_2", "9"}:
        number, country = "<KodUE>DE</KodUE><NrVatUE>299900018</NrVatUE>", "DE"
    elif groups & {"6_3", "8"}:
        number, country = "<KodKraju>CH</KodKraju><NrID>CHE-114.589.100</NrID>", "CH"
    elif OSS in groups or (draw(st.integers(0, 5)) == 0 and "10" not in groups):
        number, country = "<BrakID>1</BrakID>", "DE" if OSS in groups else "PL"
    else:
        number, country = f"<NIP>{BUYER}</NIP>", "PL"
    identity = f"<DaneIdentyfikacyjne>{number}{_element('Nazwa', draw(texts(300)))}</DaneIdentyfikacyjne>"
    return f"<Podmiot2>{identity}{_address(country, draw(texts(100)))}<JST>2</JST><GV>2</GV></Podmiot2>"


def _ksef_number(xml, day):
    """A sound number of its own for each content."""
    bare = f"{SELLER}-{day:%Y%m%d}-{hashlib.sha256(xml).hexdigest()[:12].upper()}"
    return next(whole for check in range(256) if not numbers.check(whole := f"{bare}-{check:02X}"))
