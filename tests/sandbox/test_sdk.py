"""The published SDK `ksef-client`, which we did not write, works against the sandbox.

The SDK refuses part links to the loopback, whatever its options. So the sandbox is its proxy: the SDK is told the made-up address
ksef.example.org, asks the proxy on the loopback for it, and every byte still goes through the SDK's own code.
"""

import base64
import datetime as dt
import hashlib

import pytest
from ksef_client.client import KsefClient
from ksef_client.config import KsefClientOptions
from ksef_client.exceptions import KsefApiError, KsefRateLimitError
from ksef_client.models import (
    CompressionType,
    InvoiceExportRequest,
    InvoiceQueryDateRange,
    InvoiceQueryDateType,
    InvoiceQueryFilters,
    InvoiceQuerySubjectType,
    PublicKeyCertificateUsage,
)
from ksef_client.services.crypto import build_encryption_data
from ksef_client.services.workflows import AuthCoordinator, ExportWorkflow
from ksef_client.services.xades import XadesKeyPair

from app.sandbox.faults import Fault
from app.sandbox.limits import Limits

CARPENTRY, DESIGNER = "9992014701", "9992024705"
ADDRESS = "http://ksef.example.org"


@pytest.fixture
def box(boxes):
    return boxes(link_base=ADDRESS, part_size=2_000, auth_polls=1, export_polls=1, limits=Limits.production())


@pytest.fixture
def sdk(box):
    options = KsefClientOptions(base_url=ADDRESS, proxy=box.status_url, strict_presigned_url_validation=False)
    with KsefClient(options) as client:
        yield client


def key(box, sdk, usage):
    now = box.clock.now().isoformat()
    listed = sdk.security.get_public_key_certificates()
    return next(k for k in listed if usage in k.usage and k.valid_from <= now < k.valid_to)


def sign_in(box, sdk, nip=CARPENTRY):
    public = key(box, sdk, PublicKeyCertificateUsage.KSEFTOKENENCRYPTION)
    return AuthCoordinator(sdk.auth).authenticate_with_ksef_token(
        token=box.training_token(nip),
        public_certificate=public.certificate,
        public_key_id=public.public_key_id,
        context_identifier_type="nip",
        context_identifier_value=nip,
        poll_interval_seconds=0.0,
    )


def filters(box, subject="SUBJECT1"):
    now = box.clock.now()
    return InvoiceQueryFilters(
        subject_type=InvoiceQuerySubjectType[subject],
        date_range=InvoiceQueryDateRange(
            date_type=InvoiceQueryDateType.PERMANENTSTORAGE,
            from_=(now - dt.timedelta(days=99)).isoformat(),
            to=now.isoformat(),
            restrict_to_permanent_storage_hwm_date=True,
        ),
    )


def expected(box, subject):
    return {number: xml for number, xml in box.complete_documents(CARPENTRY, subject).items() if "-2025" not in number}


def test_it_signs_in_refreshes_and_logs_out(box, sdk):
    result = sign_in(box, sdk)
    fresh = sdk.auth.refresh_access_token(result.refresh_token).access_token.token
    assert sdk.rate_limits.get_rate_limits(fresh).invoice_metadata.per_hour == 20
    reference = box.training_token(CARPENTRY).partition("|")[0]
    assert sdk.tokens.get_token_status(reference, access_token=fresh).requested_permissions[0].value == "InvoiceRead"
    sdk.auth.revoke_current_session(fresh)
    with pytest.raises(KsefApiError):
        sdk.auth.refresh_access_token(result.refresh_token)


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_it_signs_in_by_certificate(box, sdk, kind):
    container, password = box.issue_certificate(box.office_nip, kind)
    result = AuthCoordinator(sdk.auth).authenticate_with_xades_key_pair(
        key_pair=XadesKeyPair.from_pkcs12_bytes(pkcs12_bytes=container, pkcs12_password=password),
        context_identifier_type="nip",
        context_identifier_value=DESIGNER,
        subject_identifier_type="certificateSubject",
        poll_interval_seconds=0.0,
    )
    assert sdk.invoices.query_invoice_metadata(filters(box), access_token=result.access_token).invoices


def test_it_lists_page_by_page_and_reads_single_documents(box, sdk):
    token = sign_in(box, sdk).access_token
    records = list(sdk.invoices.iter_invoice_metadata(filters(box), access_token=token, page_size=10))
    truth = expected(box, "Subject1")
    assert [record.ksef_number for record in records] == list(truth)
    number, xml = next(iter(truth.items()))
    content = sdk.invoices.get_invoice_bytes(number, access_token=token)
    assert content.content == xml
    assert content.sha256_base64 == base64.b64encode(hashlib.sha256(xml).digest()).decode()


@pytest.mark.parametrize("compression", [CompressionType.ZIP, CompressionType.TARGZ])
@pytest.mark.parametrize("subject", ["Subject1", "Subject2"])
def test_it_exports_and_decrypts(box, sdk, compression, subject):
    token = sign_in(box, sdk).access_token
    public = key(box, sdk, PublicKeyCertificateUsage.SYMMETRICKEYENCRYPTION)
    encryption = build_encryption_data(public.certificate, public_key_id=public.public_key_id)
    request = InvoiceExportRequest(
        encryption=encryption.encryption_info, filters=filters(box, subject.upper()), compression_type=compression
    )
    reference = sdk.invoices.export_invoices(request, access_token=token).reference_number
    while (status := sdk.invoices.get_export_status(reference, access_token=token)).status.code == 100:
        pass
    assert status.status.code == 200
    assert len(status.package.parts) > 1
    unpacked = ExportWorkflow(sdk.invoices, sdk.http_client).download_and_process_package(status.package, encryption)
    truth = expected(box, subject)
    assert {name.removesuffix(".xml"): text.encode() for name, text in unpacked.invoice_xml_files.items()} == truth
    assert [record["ksefNumber"] for record in unpacked.metadata_summaries] == list(truth)
    assert box.limit_violations == 0


def test_it_understands_the_refusals(box, sdk):
    token = sign_in(box, sdk).access_token
    box.inject(Fault("rate-limit", value=7))
    with pytest.raises(KsefRateLimitError) as refused:
        sdk.rate_limits.get_rate_limits(token)
    assert refused.value.retry_after == 7
    with pytest.raises(KsefApiError) as unknown:
        sdk.invoices.get_invoice_bytes("1111111111-20261102-0100A1B2C3D4-8E", access_token=token)
    assert unknown.value.status_code == 400
