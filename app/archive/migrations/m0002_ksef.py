"""What downloading from KSeF must remember: accesses, coverage, pending exports, links, the diary, the calls."""

from alembic.operations import Operations
from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Float, ForeignKey, Integer, String, Text


def upgrade(op: Operations) -> None:
    """From clients and documents alone."""
    op.create_table(
        "accesses",
        Column("context", String(16), primary_key=True),
        Column("client_nip", String(10), ForeignKey("clients.nip", ondelete="CASCADE")),
        Column("kind", String(16), nullable=False),
        Column("holder", Text, nullable=False),
        Column("reference", Text, nullable=False),
        Column("expires", Date),
    )
    op.create_table(
        "access_checks",
        Column("context", String(16), primary_key=True),
        Column("client_nip", String(10), ForeignKey("clients.nip", ondelete="CASCADE")),
        Column("kind", String(16), nullable=False),
        Column("works", Boolean, nullable=False),
        Column("checked_at", DateTime, nullable=False),
        Column("message", Text, nullable=False),
    )
    op.create_table(
        "coverage",
        Column("context", String(16), primary_key=True),
        Column("role", String(24), primary_key=True),
        Column("start_ticks", BigInteger, primary_key=True),
        Column("start_text", String(40), nullable=False),
        Column("until_ticks", BigInteger, nullable=False),
        Column("until_text", String(40), nullable=False),
        Column("counted", Integer, nullable=False),
        Column("client_nip", String(10), ForeignKey("clients.nip", ondelete="CASCADE"), nullable=False),
    )
    op.create_table(
        "pending_exports",
        Column("reference", String(64), primary_key=True),
        Column("client_nip", String(10), ForeignKey("clients.nip", ondelete="CASCADE"), nullable=False),
        Column("context", String(16), nullable=False),
        Column("role", String(24), nullable=False),
        Column("segment_ticks", BigInteger, nullable=False),
        Column("window_from", String(40), nullable=False),
        Column("window_to", String(40), nullable=False),
        Column("iv", String(32), nullable=False),
        Column("started_at", DateTime, nullable=False),
        Column("done", Boolean, nullable=False),
    )
    op.create_index("pending_exports_context", "pending_exports", ["context", "role"])
    op.create_table(
        "ksef_links",
        Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
        Column("context", String(16), primary_key=True),
        Column("role", String(24), primary_key=True),
        Column("acquired", String(40), nullable=False),
        Column("stored", String(40), nullable=False),
        Column("stored_ticks", BigInteger, nullable=False),
    )
    op.create_index("ksef_links_context", "ksef_links", ["context", "role", "stored_ticks"])
    op.create_table(
        "to_read",
        Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    )
    op.create_table(
        "runs",
        Column("id", Integer, primary_key=True),
        Column("started_at", DateTime, nullable=False),
        Column("finished_at", DateTime),
    )
    op.create_table(
        "run_results",
        Column("run_id", Integer, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
        Column("context", String(16), primary_key=True),
        Column("client_nip", String(10), ForeignKey("clients.nip", ondelete="CASCADE"), nullable=False),
        Column("finished_at", DateTime, nullable=False),
        Column("state", String(16), nullable=False),
        Column("new", Integer, nullable=False),
        Column("known", Integer, nullable=False),
        Column("problems", Integer, nullable=False),
        Column("requests", Integer, nullable=False),
        Column("complete_from", DateTime),
        Column("complete_to", DateTime),
        Column("resumes_at", DateTime),
        Column("message", Text, nullable=False),
    )
    op.create_index("run_results_context", "run_results", ["context", "run_id"])
    op.create_table(
        "calls",
        Column("context", String(64), primary_key=True),
        Column("lane", String(32), primary_key=True),
        Column("times", Text, nullable=False),
        Column("blocked_until", Float, nullable=False),
    )
