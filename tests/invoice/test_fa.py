"""What the readers of FA(2) and FA(3) enforce, element by element."""

from decimal import Decimal

import pytest

from app.base.errors import UnreadableDocument

# place in the text, what stands there instead, code, element
BROKEN = [
    ("<P_13_1>4350.00</P_13_1>", "<P_13_1>4350.00</P_13_1><P_13_1>4350.00</P_13_1>", "duplicate_element", "P_13_1"),
    ("<P_15>5350.50</P_15>", "<P_15>5350.50</P_15><P_15>1.00</P_15>", "duplicate_element", "P_15"),
    ("<P_15>5350.50</P_15>", "", "missing_element", "P_15"),
    ("<P_14_1>1000.50</P_14_1>", "", "missing_element", "P_14_1"),
    ("<P_13_1>4350.00</P_13_1>", "", "missing_element", "P_13_1"),
    ("<P_14_1>1000.50</P_14_1>", "<P_14_1>1000.50</P_14_1><P_14_2W>1.00</P_14_2W>", "missing_element", "P_14_2"),
    ("5350.50", "5350,50", "bad_amount", "P_15"),
    ("5350.50", "5350.505", "bad_amount", "P_15"),
    ("5350.50", "+5350.50", "bad_amount", "P_15"),
    ("5350.50", "5.3E3", "bad_amount", "P_15"),
    ("5350.50", "٥٣٥٠.٥٠", "bad_amount", "P_15"),
    ("5350.50", "12345678901234567.00", "bad_amount", "P_15"),
    ("<P_15>5350.50</P_15>", "<P_15><x>5350.50</x></P_15>", "bad_amount", "P_15"),
    ("<P_15>5350.50</P_15>", "<P_15>5350.50<x/></P_15>", "unexpected_content", "P_15"),
    ("<P_15>5350.50</P_15>", "<P_15>5350.50</P_15> i 50 gr", "unexpected_content", "Fa"),
    ("<Adnotacje>", "<Adnotacje>uwaga", "unexpected_content", "Adnotacje"),
    ("<P_1>2026-03-04</P_1>", "<P_1>2026-02-30</P_1>", "bad_date", "P_1"),
    ("<P_1>2026-03-04</P_1>", "<P_1>20260304</P_1>", "bad_date", "P_1"),
    ("<P_1>2026-03-04</P_1>", "<P_1>2026-03-04Z</P_1>", "bad_date", "P_1"),
    ("<P_1>2026-03-04</P_1>", "<P_1>2005-12-31</P_1>", "bad_date", "P_1"),
    ("<KodWaluty>PLN", "<KodWaluty>ZZZ", "bad_currency", "KodWaluty"),
    ("<KodWaluty>PLN", "<KodWaluty>", "bad_currency", "KodWaluty"),
    ("<RodzajFaktury>VAT", "<RodzajFaktury>FAKTURA", "bad_code", "RodzajFaktury"),
    ("<P_12>23", "<P_12>25", "bad_code", "P_12"),
    ("<P_12>23", "<P_12>0", "bad_code", "P_12"),
    ("<P_16>2", "<P_16>0", "bad_code", "P_16"),
    ("<P_16>2</P_16>", "", "missing_element", "P_16"),
    ("<P_19N>1</P_19N>", "", "missing_element", "P_19"),
    ("<P_19N>1</P_19N>", "<P_19>1</P_19>", "missing_element", "P_19A"),
    ("<P_19N>1</P_19N>", "<P_19>1</P_19><P_19A>a</P_19A><P_19B>b</P_19B>", "conflicting_elements", "P_19B"),
    ("<P_19N>1</P_19N>", "<P_19>1</P_19><P_19A>a</P_19A><P_19N>1</P_19N>", "conflicting_elements", "P_19N"),
    ("<JST>2</JST>", "", "missing_element", "JST"),
    ("<NIP>9992054706</NIP>", "<NIP>PL9992054706</NIP>", "bad_nip", "NIP"),
    ("<NIP>9992054706</NIP>", "<NIP>9992054706</NIP><BrakID>1</BrakID>", "conflicting_elements", "BrakID"),
    ("<NIP>9992054706</NIP>", "", "missing_element", "NIP"),
    ("<NIP>9992054706</NIP>", "<NrVatUE>123456789</NrVatUE>", "missing_element", "KodUE"),
    ("<P_6>2026-03-03</P_6>", "<P_6>2026-03-03</P_6><OkresFa><P_6_Od>2026-03-01</P_6_Od><P_6_Do>2026-03-31</P_6_Do></OkresFa>",
     "conflicting_elements", "OkresFa"),
    ("<NrWierszaFa>1</NrWierszaFa>", "", "missing_element", "NrWierszaFa"),
    ("<FormaPlatnosci>6", "<FormaPlatnosci>9", "bad_code", "FormaPlatnosci"),
    ("<FormaPlatnosci>6", "<PlatnoscInna>1</PlatnoscInna><OpisPlatnosci>barter</OpisPlatnosci><FormaPlatnosci>6",
     "conflicting_elements", "PlatnoscInna"),
    ("<Platnosc>", "<Platnosc><Zaplacono>1</Zaplacono>", "missing_element", "DataZaplaty"),
    ("<RodzajFaktury>VAT</RodzajFaktury>", "<RodzajFaktury>KOR</RodzajFaktury><TypKorekty>2</TypKorekty>",
     "missing_element", "DaneFaKorygowanej"),
    ("<P_12>23</P_12>", "<P_12>23</P_12><GTU_12>1</GTU_12>", "unknown_element", "GTU_12"),
    ("<P_15>", "<P_13_6>1.00</P_13_6><P_15>", "unknown_element", "P_13_6"),
    ("<NrWierszaFa>1</NrWierszaFa>", "<NrWierszaFa>1</NrWierszaFa><P_15>1.00</P_15>", "unknown_element", "P_15"),
    ("<P_2>FS/12/03/2026</P_2>", "<P_2> </P_2>", "empty_element", "P_2"),
    ('kodSystemowy="FA \\(3\\)"', 'kodSystemowy="FA (2)"', "form_disagrees", "kodSystemowy"),
    ("<WariantFormularza>3", "<WariantFormularza>2", "form_disagrees", "WariantFormularza"),
]  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: f"{broken[2]}-{broken[3]}")
def test_a_broken_invoice_is_refused_by_name_and_line(broken, text_of, read_text, replaced):
    place, new, code, field = broken
    text = text_of("fa3-vat")
    with pytest.raises(UnreadableDocument) as refused:
        read_text(replaced(text, place, new))
    assert (refused.value.code, refused.value.field) == (code, field)
    assert field in refused.value.title
    line = text[: text.index(place.replace("\\", ""))].count("\n") + 1
    assert refused.value.line is not None
    assert refused.value.line <= line


def test_the_line_is_that_of_the_second_of_two(text_of, read_text, replaced):
    text = replaced(text_of("fa3-vat"), "<P_15>5350.50</P_15>", "<P_15>5350.50</P_15>\n\n<P_15>1.00</P_15>")
    with pytest.raises(UnreadableDocument) as refused:
        read_text(text)
    assert refused.value.line == text[: text.index("<P_15>1.00")].count("\n") + 1


def test_a_comment_does_not_cut_a_number(text_of, read_text, replaced):
    text = replaced(text_of("fa3-vat"), "<P_15>5350.50", "<P_15>53<!-- tysiące -->50<?x y?>.<![CDATA[50]]>")
    assert read_text(text).total_due == Decimal("5350.50")


def test_white_space_around_values_is_no_part_of_them(text_of, read_text, replaced):
    text = replaced(text_of("fa3-vat"), "<P_15>5350.50</P_15>", "<P_15>\n 5350.50\t</P_15>")
    text = replaced(text, "<P_2>FS/12/03/2026</P_2>", "<P_2>\n  FS/12/03/2026\n</P_2>")
    assert read_text(text) == read_text(text_of("fa3-vat"))


def test_a_no_break_space_is_content(text_of, read_text, replaced):
    text = replaced(text_of("fa3-vat"), "<P_2>FS/12/03/2026</P_2>", "<P_2>FS/12\u00a0</P_2>")
    assert read_text(text).number == "FS/12\u00a0"


def test_a_negative_zero_is_zero(text_of, read_text, replaced):
    assert str(read_text(replaced(text_of("fa3-vat"), "5350.50", "-0.00")).total_due) == "0.00"


def test_an_element_nobody_knows_is_kept_with_its_path_and_told(text_of, replaced):
    from app.invoice.read import read_document  # noqa: PLC0415 - the findings belong to the document

    text = replaced(
        text_of("fa3-vat"), "<NrWierszaFa>2</NrWierszaFa>", '<NrWierszaFa>2</NrWierszaFa><Nowy a="1">coś<W>w</W></Nowy>'
    )
    document = read_document(text.encode(), source="x.xml")
    assert [(extra.path, extra.text) for extra in document.invoice.extras] == [
        ("Fa/FaWiersz[2]/Nowy/@a", "1"),
        ("Fa/FaWiersz[2]/Nowy", "coś"),
        ("Fa/FaWiersz[2]/Nowy/W", "w"),
    ]
    assert [finding.code for finding in document.findings] == ["unknown_elements"]


def test_ten_thousand_lines_with_strangers_are_no_burden(text_of, read_text, replaced):
    row = "<FaWiersz><NrWierszaFa>1</NrWierszaFa><Nowy>x</Nowy></FaWiersz>"
    invoice = read_text(replaced(text_of("fa3-vat"), "<FaWiersz>", row * 10_000 + "<FaWiersz>"))
    assert len(invoice.lines) == 10_002
    assert invoice.extras[-1].path == "Fa/FaWiersz[10000]/Nowy"


def test_codes_of_the_later_form_are_not_codes_of_the_earlier(text_of, read_text, replaced):
    with pytest.raises(UnreadableDocument, match="P_12"):
        read_text(replaced(text_of("fa2-vat"), "<P_12>23", "<P_12>0 WDT"))
    with pytest.raises(UnreadableDocument, match="ZnacznikZaplatyCzesciowej"):
        read_text(replaced(text_of("fa2-wszystko"), "<ZnacznikZaplatyCzesciowej>1", "<ZnacznikZaplatyCzesciowej>2"))


def test_prefixed_names_give_the_same_invoice(text_of, read_text):
    text = text_of("fa3-vat")
    prefixed = (
        text.replace('xmlns="', 'xmlns:tns="').replace("</", "</tns:").replace("<", "<tns:").replace("<tns:/tns:", "</tns:")
    )
    assert read_text(prefixed.replace("<tns:?xml", "<?xml")) == read_text(text)
