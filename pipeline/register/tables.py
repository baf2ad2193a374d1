"""The tables as the queries see them; `migrations` makes them. Times are UTC; days are ISO texts; ids are
random and say nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator


def storable(text: str) -> str:
    """The text without what no database can keep: NUL and halves of surrogate pairs become U+FFFD."""
    return "".join("\ufffd" if c == "\x00" or "\ud800" <= c <= "\udfff" else c for c in text)


def storable_json(value: Any) -> Any:
    """The JSON value with every text in it, names too, made storable."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(key)): storable_json(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [storable_json(held) for held in value]
    return value


class Text(TypeDecorator[str]):
    """A text that is storable on its way into every statement, in values and in conditions."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


metadata = MetaData()

inputs = Table(
    "inputs",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False, index=True),
    Column("channel", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("end", Text, nullable=False),
    Column("case_number", Text, ForeignKey("cases.number"), index=True),
    Column("reason", Text, nullable=False, default=""),
    Column("submission", JSON, nullable=False),
    # False until the receipt or the returned copy lies where staff find it.
    Column("delivered", Boolean, nullable=False, default=False),
)

cases = Table(
    "cases",
    metadata,
    Column("number", Text, primary_key=True),
    Column("programme", Text, nullable=False, index=True),
    Column("opened_on", Text, nullable=False),
)

# The last number given for each prefix: a number is never given twice, even when its case is forgotten.
numbers = Table(
    "numbers",
    metadata,
    Column("prefix", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

# The area of the workspace a case lies in; a workspace without areas has no rows here.
case_areas = Table(
    "case_areas",
    metadata,
    Column("case_number", Text, ForeignKey("cases.number", ondelete="CASCADE"), primary_key=True),
    Column("area", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case_number", Text, ForeignKey("cases.number"), nullable=False, index=True),
    Column("key", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    # What the document says, as a hash of every value it prints and every branch it took.
    Column("says", Text, nullable=False),
    Column("dated", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("released_by", Text, nullable=False, default=""),
    Column("released_on", Text, nullable=False, default=""),
    Column("manifest", JSON, nullable=False),
    UniqueConstraint("case_number", "key", "version"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case_number", Text, ForeignKey("cases.number"), nullable=False, index=True),
    # Counted from 1 within its case: people call a task by it.
    Column("number", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("says", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("choices", JSON, nullable=False),
    # `open`, `answered`, or `gone`: what it was about is no more.
    Column("state", Text, nullable=False),
    Column("opened_on", Text, nullable=False),
    Column("answer", Text, nullable=False, default=""),
    Column("answered_by", Text, nullable=False, default=""),
    Column("answered_on", Text, nullable=False, default=""),
    Column("note", Text, nullable=False, default=""),
    UniqueConstraint("case_number", "number"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case_number", Text, ForeignKey("cases.number"), nullable=False, index=True),
    Column("document_key", Text, nullable=False),
    Column("document_version", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("message_id", Text, nullable=False, unique=True),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    UniqueConstraint("case_number", "document_key", "document_version", "role"),
)

filings = Table(
    "filings",
    metadata,
    Column("case_number", Text, ForeignKey("cases.number"), primary_key=True),
    Column("system", Text, primary_key=True),
    Column("filed_on", Text, nullable=False),
    Column("noted_by", Text, nullable=False),
    Column("noted_at", Text, nullable=False),
)

holds = Table(
    "holds",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case_number", Text, ForeignKey("cases.number"), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("set_by", Text, nullable=False),
    Column("set_at", Text, nullable=False),
    Column("lifted_by", Text, nullable=False),
    Column("lifted_at", Text, nullable=False),
)

# Who and what the ids of the audit trail stand for. A forgotten case loses its rows here; the trail stays.
aliases = Table(
    "aliases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("stands_for", Text, nullable=False),
    # Empty for a person.
    Column("case_number", Text, nullable=False, index=True),
    UniqueConstraint("kind", "stands_for"),
)

audit = Table(
    "audit",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("actor", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

# One row: how long the trail is and what its last link says, so that a cut-off end is seen.
audit_head = Table(
    "audit_head",
    metadata,
    Column("name", Text, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("hash", Text, nullable=False),
)

ticks = Table(
    "ticks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("wall", Text, nullable=False),
    Column("boot", Text, nullable=False),
    Column("running", Float, nullable=False),
    Column("doubt", Text, nullable=False),
)
