"""The tables as they are now. How a file gets here from an older state is told in `app.archive.migrations`."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

VERSION: Final = 3
"""The version of this schema: the number of steps in `app.archive.migrations`."""

METADATA: Final = MetaData()

about = Table(
    "about",
    METADATA,
    Column("version", Integer, nullable=False),
    Column("environment", String(16), nullable=False),
)

clients = Table(
    "clients",
    METADATA,
    Column("nip", String(10), primary_key=True),
    Column("name", Text, nullable=False),
    Column("street", Text, nullable=False),
    Column("house", Text, nullable=False),
    Column("flat", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("postal_code", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("tax_office", Text, nullable=False),
    Column("income_method", Text, nullable=False),
    Column("quarterly", Boolean, nullable=False),
    Column("vat_exempt", Boolean, nullable=False),
    Column("sort_key", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("sale_treatment", Text, nullable=False),
    Column("purchase_treatment", Text, nullable=False),
    Column("deduction_delay", Integer, nullable=False),
)

# Amounts are grosze of the document's currency. `*_key` are folded for sorting, `search` for finding. `tags` are ``|one|two|``, `marks`
# tags and note folded for finding.
documents = Table(
    "documents",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("client_nip", String(10), ForeignKey("clients.nip"), nullable=False),
    Column("ksef_number", String(36), nullable=False),
    Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("received", Date),
    Column("added_at", DateTime, nullable=False),
    Column("state", String(16), nullable=False),
    Column("direction", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("number", Text, nullable=False),
    Column("number_key", Text, nullable=False),
    Column("seller_nip", Text, nullable=False),
    Column("issue_date", Date, nullable=False),
    Column("supply_date", Date),
    Column("receipt_date", Date),
    Column("vat_period", String(7), nullable=False),
    Column("counterparty", Text, nullable=False),
    Column("counterparty_key", Text, nullable=False),
    Column("counterparty_nip", Text, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("net", BigInteger, nullable=False),
    Column("tax", BigInteger, nullable=False),
    Column("gross", BigInteger, nullable=False),
    Column("level", Integer, nullable=False),
    Column("account", Text),
    Column("search", Text, nullable=False),
    Column("tags", Text, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    Column("marks", Text, nullable=False, default=""),
    Index(
        "documents_ksef_number",
        "client_nip",
        "ksef_number",
        unique=True,
        sqlite_where=text("ksef_number <> ''"),
        postgresql_where=text("ksef_number <> ''"),
    ),
    Index("documents_sha256", "client_nip", "sha256"),
    Index("documents_identity", "client_nip", "seller_nip", "kind", "number"),
    Index("documents_gross", "client_nip", "gross"),
    Index("documents_issue_date", "client_nip", "issue_date"),
    Index("documents_vat_period", "client_nip", "vat_period", "issue_date"),
    Index("documents_receipt_date", "client_nip", "receipt_date"),
    Index("documents_work", "client_nip", "state", "level"),
    Index("documents_all_issue_date", "issue_date"),
)

# Apart from `documents`, so that lists do not read over the bytes.
contents = Table(
    "contents",
    METADATA,
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("xml", LargeBinary, nullable=False),
)

document_answers = Table(
    "document_answers",
    METADATA,
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

client_answers = Table(
    "client_answers",
    METADATA,
    Column("client_nip", String(10), ForeignKey("clients.nip", ondelete="CASCADE"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

conversions = Table(
    "conversions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("client_nip", String(10), ForeignKey("clients.nip", ondelete="CASCADE"), nullable=False),
    Column("target", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("month", String(7), nullable=False),
    Column("made_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
    Column("files", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("totals", Text, nullable=False),
    Index("conversions_client", "client_nip", "made_at"),
)

conversion_documents = Table(
    "conversion_documents",
    METADATA,
    Column("conversion_id", Integer, ForeignKey("conversions.id", ondelete="CASCADE"), primary_key=True),
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("state_before", String(16), nullable=False),
    Index("conversion_documents_document", "document_id"),
)
