"""Everything around the amounts: corrections, advances, annotations, terms, transports, notes, attachments and the rest."""

from app.invoice import codes
from app.invoice.model import Invoice
from app.invoice.payment import AttachmentTable, NewVehicle, Transport
from app.paper import figures
from app.paper.blocks import Block, Column, Facts, Row, Tone, cell, facts, halves, pairs, table, texts
from app.paper.people import address_line, in_one_line


def correction(invoice: Invoice) -> tuple[Block, ...]:
    """What is corrected and why."""
    found = invoice.correction
    if found is None:
        return ()
    columns = (Column("Data wystawienia"), Column("Numer faktury korygowanej", wide=True), Column("Numer KSeF"))
    rows = tuple(
        Row((cell(figures.day(one.date)), cell(one.number), cell(one.ksef_number or ("poza KSeF" if one.outside_ksef else ""))))
        for one in found.corrected
    )
    return (
        *facts(
            "Korekta",
            ("Przyczyna", found.reason),
            ("Skutek w ewidencji VAT", codes.CORRECTION_TYPES.get(found.type, found.type)),
            ("Okres, którego dotyczy", found.period),
            ("Poprawny numer faktury korygowanej", found.right_number),
            ("Kurs waluty przed korektą", figures.rate(found.exchange_rate_before)),
        ),
        *table("Faktura korygowana" if len(rows) == 1 else "Faktury korygowane", columns, rows),
    )


def advances(invoice: Invoice) -> tuple[Block, ...]:
    """Payments which an advance invoice documents, and the earlier advance invoices a final one settles."""
    payments = tuple(
        Row((cell(figures.day(one.date)), cell(figures.rate(one.exchange_rate)), cell(figures.amount(one.amount))))
        for one in invoice.partial_advances
    )
    references = tuple(
        Row((cell(one.number), cell(one.ksef_number or ("poza KSeF" if one.outside_ksef else ""))))
        for one in invoice.advance_invoices
    )
    return (
        *table(
            "Otrzymane zaliczki", (Column("Data"), Column("Kurs waluty", figures=True), Column("Kwota", figures=True)), payments
        ),
        *table("Faktury zaliczkowe", (Column("Numer"), Column("Numer KSeF")), references),
    )


def annotations(invoice: Invoice) -> tuple[Block, ...]:
    """The annotations in the words the act asks for."""
    found = invoice.annotations
    exempt = "; ".join(one for one in (found.exempt_act, found.exempt_directive, found.exempt_other) if one)
    stated = (
        "Metoda kasowa" if found.cash_method else "",
        "Samofakturowanie" if found.self_billing else "",
        "Odwrotne obciążenie" if found.reverse_charge else "",
        "Mechanizm podzielonej płatności" if found.split_payment else "",
        f"Zwolnienie od podatku: {exempt}" if exempt else ("Zwolnienie od podatku" if found.exempt else ""),
        "VAT: Faktura WE uproszczona na mocy art. 135–138 ustawy o ptu" if found.triangular else "",
        codes.MARGINS[found.margin].capitalize() if found.margin is not None else "",
        "Wewnątrzwspólnotowa dostawa nowych środków transportu" if found.new_vehicles else "",
        "Obowiązek, o którym mowa w art. 42 ust. 5 ustawy" if found.article_42_5 else "",
        "Faktura wystawiona do paragonu (art. 109 ust. 3d ustawy)" if invoice.receipt_invoice else "",
        "Między stronami istnieją powiązania (TP)" if invoice.related_parties else "",
        "Zwrot podatku akcyzowego dla rolników" if invoice.excise_refund else "",
    )
    return (
        *texts("Adnotacje", *stated),
        *(block for vehicle in found.vehicles for block in _vehicle(vehicle)),
    )


def _vehicle(vehicle: NewVehicle) -> tuple[Facts, ...]:
    return facts(
        "Nowy środek transportu",
        ("Wiersz faktury", vehicle.line_number),
        ("Dopuszczony do użytku", figures.day(vehicle.first_use)),
        *((codes.VEHICLE_FIELDS.get(name, name), text) for name, text in vehicle.details),
    )


def descriptions(invoice: Invoice) -> tuple[Block, ...]:
    """`DodatkowyOpis`."""
    columns = (Column("Wiersz"), Column("Rodzaj informacji"), Column("Treść", wide=True))
    rows = tuple(Row((cell(one.line_number), cell(one.key), cell(one.value))) for one in invoice.descriptions)
    return table("Dodatkowe informacje", columns, rows)


def terms(invoice: Invoice) -> tuple[Block, ...]:
    """Contracts, orders, batches, delivery, the contractual rate and transports."""
    found = invoice.terms
    notes = tuple(("Dokument wydania (WZ)", one) for one in invoice.delivery_notes)
    if found is None:
        return facts("Warunki transakcji", *notes)
    return (
        *facts(
            "Warunki transakcji",
            *(("Umowa", _dated(one.number, figures.day(one.date))) for one in found.contracts),
            *(("Zamówienie", _dated(one.number, figures.day(one.date))) for one in found.orders),
            *notes,
            ("Numery partii towaru", ", ".join(found.batches)),
            ("Warunki dostawy", found.delivery),
            ("Kurs umowny", f"{figures.rate(found.contract_rate)} {found.contract_currency}".strip()),
            ("Podmiot pośredniczący", "dostawa w łańcuchu, art. 22 ust. 2d ustawy" if found.intermediary else ""),
        ),
        *(block for one in found.transports for block in _transport(one)),
    )


def _dated(number: str, date: str) -> str:
    return " z ".join(part for part in (number, date) if part) if number else date


def _transport(found: Transport) -> tuple[Facts, ...]:
    places = (("wysyłki", found.origin), *(("pośrednie", one) for one in found.via), ("docelowe", found.destination))
    gln = tuple((f"GLN – miejsce {place}", address.gln) for place, address in places if address is not None)
    return facts(
        "Transport",
        ("Rodzaj transportu", _either(codes.TRANSPORTS.get(found.kind, found.kind), found.other_kind)),
        ("Przewoźnik", in_one_line(found.carrier) if found.carrier is not None else ""),
        ("Numer zlecenia", found.order_number),
        ("Ładunek", _either(codes.CARGO.get(found.cargo, found.cargo), found.other_cargo)),
        ("Jednostka opakowania", found.packaging),
        ("Rozpoczęcie", found.starts),
        ("Zakończenie", found.ends),
        ("Miejsce wysyłki", address_line(found.origin)),
        *(("Miejsce pośrednie", address_line(one)) for one in found.via),
        ("Miejsce docelowe", address_line(found.destination)),
        *gln,
    )


def _either(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def footer(invoice: Invoice) -> tuple[Block, ...]:
    """The issuer's footer and registries."""
    title = "Rejestry"
    found: list[Block] = []
    for one in invoice.registries:
        found += facts(title, ("Pełna nazwa", one.full_name), ("KRS", one.krs), ("REGON", one.regon), ("BDO", one.bdo))
        title = ""
    return halves(texts("Stopka faktury", *invoice.footers), tuple(found))


def attachments(invoice: Invoice) -> tuple[Block, ...]:
    """The attachment, block by block."""
    found: list[Block] = []
    for place, block in enumerate(invoice.attachment, start=1):
        title = f"Załącznik – {block.header}" if block.header else f"Załącznik, część {place}"
        stated = (
            ("Dokument", block.name),
            ("Typ dokumentu", block.media_type),
            ("Rozmiar (znaki base64)", str(block.size or "")),
            *((one.key, one.value) for one in block.metadata),
        )
        found.append(Facts(title, pairs(*stated)))
        found += texts("", *block.paragraphs)
        for one in block.tables:
            found += _attachment_table(one)
    return tuple(found)


def _attachment_table(found: AttachmentTable) -> tuple[Block, ...]:
    width = max((len(found.columns), len(found.sums), *(len(row) for row in found.rows)))
    numeric = tuple(kind in {"dec", "int"} for kind in found.column_types) + (False,) * width
    columns = tuple(Column(title, figures=numeric[place]) for place, title in enumerate(_padded(found.columns, width)))
    rows = [Row(tuple(cell(text) for text in _padded(row, width))) for row in found.rows]
    if found.sums:
        rows.append(Row(tuple(cell(text) for text in _padded(found.sums, width)), Tone.SUM))
    return (
        *facts("", *((one.key, one.value) for one in found.metadata)),
        *texts("", found.description),
        *table("", columns, tuple(rows)),
    )


def _padded(texts_: tuple[str, ...], width: int) -> tuple[str, ...]:
    return texts_ + ("",) * (width - len(texts_))


def extras(invoice: Invoice) -> tuple[Block, ...]:
    """Elements the program has no field for: shown with their path, so that nothing is lost."""
    columns = (Column("Element"), Column("Treść", wide=True))
    return table(
        "Pozostałe dane dokumentu", columns, tuple(Row((cell(one.path), cell(one.text))) for one in invoice.extras), small=True
    )
