"""The tables of downloading from KSeF as they are now. No secret is ever in them."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from app.archive.schema import METADATA

_OF_CLIENT: Final = "clients.nip"

# A context is a NIP or an internal identifier; the empty one is the office's own certificate. `expires` is what the user or the
# certificate says; `holder` whose certificate it is.
accesses = Table(
    "accesses",
    METADATA,
    Column("context", String(16), primary_key=True),
    Column("client_nip", String(10), ForeignKey(_OF_CLIENT, ondelete="CASCADE")),
    Column("kind", String(16), nullable=False),
    Column("holder", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("expires", Date),
)

access_checks = Table(
    "access_checks",
    METADATA,
    Column("context", String(16), primary_key=True),
    Column("client_nip", String(10), ForeignKey(_OF_CLIENT, ondelete="CASCADE")),
    Column("kind", String(16), nullable=False),
    Column("works", Boolean, nullable=False),
    Column("checked_at", DateTime, nullable=False),
    Column("message", Text, nullable=False),
)

# What is complete, as stretches of permanent storage time: everything stored from `start` to `until`, both ends included, is in the archive.
# Ticks (100 ns since 1970) compare; texts are kept as KSeF wrote them and are sent back so.
coverage = Table(
    "coverage",
    METADATA,
    Column("context", String(16), primary_key=True),
    Column("role", String(24), primary_key=True),
    Column("start_ticks", BigInteger, primary_key=True),
    Column("start_text", String(40), nullable=False),
    Column("until_ticks", BigInteger, nullable=False),
    Column("until_text", String(40), nullable=False),
    Column("counted", Integer, nullable=False),
    Column("client_nip", String(10), ForeignKey(_OF_CLIENT, ondelete="CASCADE"), nullable=False),
)

# An export that KSeF prepares for us. Its key is in the keyring, under a name made of the reference. `done`: committed or given up, but the
# key may still be there.
pending_exports = Table(
    "pending_exports",
    METADATA,
    Column("reference", String(64), primary_key=True),
    Column("client_nip", String(10), ForeignKey(_OF_CLIENT, ondelete="CASCADE"), nullable=False),
    Column("context", String(16), nullable=False),
    Column("role", String(24), nullable=False),
    Column("segment_ticks", BigInteger, nullable=False),
    Column("window_from", String(40), nullable=False),
    Column("window_to", String(40), nullable=False),
    Column("iv", String(32), nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("done", Boolean, nullable=False),
    Index("pending_exports_context", "context", "role"),
)

# In which role KSeF showed a document to which context, and when it took it (as KSeF wrote it).
ksef_links = Table(
    "ksef_links",
    METADATA,
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("context", String(16), primary_key=True),
    Column("role", String(24), primary_key=True),
    Column("acquired", String(40), nullable=False),
    Column("stored", String(40), nullable=False),
    Column("stored_ticks", BigInteger, nullable=False),
    Index("ksef_links_context", "context", "role", "stored_ticks"),
)

# Documents whose summary still is KSeF's metadata: they wait for being read and booked.
to_read = Table(
    "to_read",
    METADATA,
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
)

runs = Table(
    "runs",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("started_at", DateTime, nullable=False),
    Column("finished_at", DateTime),
)

run_results = Table(
    "run_results",
    METADATA,
    Column("run_id", Integer, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("context", String(16), primary_key=True),
    Column("client_nip", String(10), ForeignKey(_OF_CLIENT, ondelete="CASCADE"), nullable=False),
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
    Index("run_results_context", "context", "run_id"),
)

# The calls of the last hour and until when KSeF wants none, by lane of the limiter.
calls = Table(
    "calls",
    METADATA,
    Column("context", String(64), primary_key=True),
    Column("lane", String(32), primary_key=True),
    Column("times", Text, nullable=False),
    Column("blocked_until", Float, nullable=False),
)
