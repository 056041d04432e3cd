"""The tables of keeping books as they are now: rules, edits by hand, acknowledged findings, answers of public services."""

from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Index, Integer, String, Table, Text

from app.archive.schema import METADATA

# `conditions` and `treatment` are JSON of `app.booking.rules.Conditions` and `app.booking.treatment.Treatment`.
rules = Table(
    "rules",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("client_nip", String(10), ForeignKey("clients.nip", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("conditions", Text, nullable=False),
    Column("treatment", Text, nullable=False),
    Index("rules_client", "client_nip", "position"),
)

# What a person set on one document; `direction` tells the two entries of a document apart.
hand_edits = Table(
    "hand_edits",
    METADATA,
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("direction", String(16), primary_key=True),
    Column("treatment", Text, nullable=False),
    Column("edited_at", DateTime, nullable=False),
)

acknowledgements = Table(
    "acknowledgements",
    METADATA,
    Column("document_id", Integer, ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("acknowledged_at", DateTime, nullable=False),
    Column("acknowledged_by", Text, nullable=False),
)

# Table A of the NBP. `rate` is PLN for one unit, as the NBP wrote it.
exchange_rates = Table(
    "exchange_rates",
    METADATA,
    Column("currency", String(3), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("rate", Text, nullable=False),
    Column("table_number", Text, nullable=False),
)

# The stretches of days (both ends included) of which `exchange_rates` holds all there is: a day without a row had no table.
exchange_rate_ranges = Table(
    "exchange_rate_ranges",
    METADATA,
    Column("currency", String(3), primary_key=True),
    Column("first", Date, primary_key=True),
    Column("last", Date, nullable=False),
)

# Answers of the white list, kept as proof. `account` is empty for a check of the VAT status alone.
whitelist_answers = Table(
    "whitelist_answers",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("nip", String(10), nullable=False),
    Column("account", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("assigned", Text, nullable=False),
    Column("vat_status", Text, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("requested_at", Text, nullable=False),
    Column("kept_at", DateTime, nullable=False),
    Index("whitelist_answers_question", "nip", "account", "day"),
)

# How many questions of one kind a public service was asked on a day.
service_calls = Table(
    "service_calls",
    METADATA,
    Column("service", String(32), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
)

# Filters and order of the list of documents under a name. `query` is JSON of `app.archive.records.Query`.
saved_views = Table(
    "saved_views",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("query", Text, nullable=False),
)
