"""The first state: clients, documents with their bytes, answers, conversions."""

from alembic.operations import Operations
from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, ForeignKey, Integer, LargeBinary, String, Text, text


def upgrade(op: Operations) -> None:
    """From an empty file."""
    op.create_table(
        "about",
        Column("version", Integer, nullable=False),
        Column("environment", String(16), nullable=False),
    )
    op.create_table(
        "clients",
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
    )
    op.create_table(
        "documents",
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
        Column("search", Text, nullable=False),
    )
    op.create_index(
        "documents_ksef_number",
        "documents",
        ["client_nip", "ksef_number"],
        unique=True,
        sqlite_where=text("ksef_number <> ''"),
        postgresql_where=text("ksef_number <> ''"),
    )
    op.create_index("documents_sha256", "documents", ["client_nip", "sha256"])
    op.create_index("documents_identity", "documents", ["client_nip", "seller_nip", "kind", "number"])
    op.create_index("documents_issue_date", "documents", ["client_nip", "issue_date"])
    op.create_index("documents_vat_period", "documents", ["client_nip", "vat_period", "issue_date"])
    op.create_index("documents_receipt_date", "documents", ["client_nip", "receipt_date"])
    op.create_index("documents_work", "documents", ["client_nip", "state", "level"])
    op.create_index("documents_all_issue_date", "documents", ["issue_date"])
    op.create_table(
        "contents",
        Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        Column("xml", LargeBinary, nullable=False),
    )
    op.create_table(
        "document_answers",
        Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        Column("code", Text, primary_key=True),
        Column("value", Text, nullable=False),
    )
    op.create_table(
        "client_answers",
        Column("client_nip", String(10), ForeignKey("clients.nip", ondelete="CASCADE"), primary_key=True),
        Column("code", Text, primary_key=True),
        Column("value", Text, nullable=False),
    )
    op.create_table(
        "conversions",
        Column("id", Integer, primary_key=True),
        Column("client_nip", String(10), ForeignKey("clients.nip", ondelete="CASCADE"), nullable=False),
        Column("target", Text, nullable=False),
        Column("options", Text, nullable=False),
        Column("month", String(7), nullable=False),
        Column("made_at", DateTime, nullable=False),
        Column("undone_at", DateTime),
        Column("files", Text, nullable=False),
    )
    op.create_index("conversions_client", "conversions", ["client_nip", "made_at"])
    op.create_table(
        "conversion_documents",
        Column("conversion_id", Integer, ForeignKey("conversions.id", ondelete="CASCADE"), primary_key=True),
        Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        Column("state_before", String(16), nullable=False),
    )
    op.create_index("conversion_documents_document", "conversion_documents", ["document_id"])
