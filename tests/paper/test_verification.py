import base64
import hashlib

from app.base.environments import Environment
from app.invoice.read import read_document
from app.paper.verification import is_resaved, qr_data_uri, qr_png, verification_link

NUMBER = "9999999999-20260201-0100A1B2C3D4-8E"


def document(invoices, data=None, number=NUMBER):
    return read_document(data or (invoices / "fa3-vat.xml").read_bytes(), source="fa3-vat.xml", ksef_number=number)


def test_the_link_names_the_seller_the_day_and_the_hash(invoices):
    data = (invoices / "fa3-vat.xml").read_bytes()
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
    link = verification_link(document(invoices), Environment.PRODUCTION)
    assert link == f"https://qr.ksef.mf.gov.pl/invoice/9992014701/04-03-2026/{digest}"
    assert len(digest) == 43


def test_the_link_leads_to_the_environment_of_the_document(invoices):
    for environment in Environment:
        assert verification_link(document(invoices), environment).startswith(f"{environment.qr_base}/invoice/")


def test_without_a_ksef_number_there_is_nothing_to_verify(invoices):
    assert verification_link(document(invoices, number=""), Environment.PRODUCTION) == ""


def test_a_resaved_file_is_recognised(invoices):
    data = (invoices / "fa3-vat.xml").read_bytes()
    assert not is_resaved(document(invoices))
    assert is_resaved(document(invoices, b"\xef\xbb\xbf" + data))
    resaved = data.decode("utf-8").replace('encoding="UTF-8"', 'encoding="windows-1250"').encode("cp1250")
    assert is_resaved(document(invoices, resaved))


def test_the_code_is_a_png_with_a_quiet_zone():
    image = qr_png("https://qr.ksef.mf.gov.pl/invoice/1111111111/01-02-2026/UtQp9Gpc51y-u3xApZjIjgkpZ01js-J8KflSPW8WzIE")
    assert image.startswith(b"\x89PNG")
    assert base64.b64decode(qr_data_uri("abc").partition(",")[2]) == qr_png("abc")
