"""What keeping books must remember: treatments, rules, edits by hand, acknowledgements, answers of public services."""

from alembic.operations import Operations
from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Integer, String, Text


def upgrade(op: Operations) -> None:
    """From clients, documents and downloading."""
    op.add_column("clients", Column("sale_treatment", Text, nullable=False, server_default="{}"))
    op.add_column("clients", Column("purchase_treatment", Text, nullable=False, server_default="{}"))
    op.add_column("clients", Column("deduction_delay", Integer, nullable=False, server_default="0"))
    for name in ("tags", "note", "marks"):
        op.add_column("documents", Column(name, Text, nullable=False, server_default=""))
    op.create_table("saved_views", Column("name", Text, primary_key=True), Column("query", Text, nullable=False))
    op.add_column("conversions", Column("made_by", Text, nullable=False, server_default=""))
    op.add_column("conversions", Column("totals", Text, nullable=False, server_default="[]"))
    op.add_column("documents", Column("account", Text))
    op.create_index("documents_gross", "documents", ["client_nip", "gross"])
    op.create_table(
        "rules",
        Column("id", Integer, primary_key=True),
        Column("client_nip", String(10), ForeignKey("clients.nip", ondelete="CASCADE"), nullable=False),
        Column("position", Integer, nullable=False),
        Column("name", Text, nullable=False),
        Column("enabled", Boolean, nullable=False),
        Column("conditions", Text, nullable=False),
        Column("treatment", Text, nullable=False),
    )
    op.create_index("rules_client", "rules", ["client_nip", "position"])
    op.create_table(
        "hand_edits",
        Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        Column("direction", String(16), primary_key=True),
        Column("treatment", Text, nullable=False),
        Column("edited_at", DateTime, nullable=False),
    )
    op.create_table(
        "acknowledgements",
        Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        Column("code", Text, primary_key=True),
        Column("acknowledged_at", DateTime, nullable=False),
        Column("acknowledged_by", Text, nullable=False),
    )
    op.create_table(
        "exchange_rates",
        Column("currency", String(3), primary_key=True),
        Column("day", Date, primary_key=True),
        Column("rate", Text, nullable=False),
        Column("table_number", Text, nullable=False),
    )
    op.create_table(
        "exchange_rate_ranges",
        Column("currency", String(3), primary_key=True),
        Column("first", Date, primary_key=True),
        Column("last", Date, nullable=False),
    )
    op.create_table(
        "whitelist_answers",
        Column("id", Integer, primary_key=True),
        Column("nip", String(10), nullable=False),
        Column("account", Text, nullable=False),
        Column("day", Date, nullable=False),
        Column("assigned", Text, nullable=False),
        Column("vat_status", Text, nullable=False),
        Column("request_id", Text, nullable=False),
        Column("requested_at", Text, nullable=False),
        Column("kept_at", DateTime, nullable=False),
    )
    op.create_index("whitelist_answers_question", "whitelist_answers", ["nip", "account", "day"])
    op.create_table(
        "service_calls",
        Column("service", String(32), primary_key=True),
        Column("day", Date, primary_key=True),
        Column("count", Integer, nullable=False),
    )
