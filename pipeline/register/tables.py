"""The tables as the queries see them; `migrations` makes them. Times are UTC; days are ISO texts; ids are
random and say nothing."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

metadata = MetaData()

inputs = Table(
    "inputs",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("sha256", String, nullable=False, index=True),
    Column("channel", String, nullable=False),
    Column("received_at", String, nullable=False),
    Column("end", String, nullable=False),
    Column("case_number", String, ForeignKey("cases.number")),
    Column("reason", String, nullable=False, default=""),
    Column("submission", JSON, nullable=False),
    # False until the receipt or the returned copy lies where staff find it.
    Column("delivered", Boolean, nullable=False, default=False),
    # The child's number as the file says it, empty where it names none; None until `children` notes it.
    Column("child", String),
    Index("ix_inputs_child", "child", "end"),
    Index("ix_inputs_case", "case_number", "end"),
    Index("ix_inputs_end", "end"),
    Index("ix_inputs_delivered", "delivered"),
)

cases = Table(
    "cases",
    metadata,
    Column("number", String, primary_key=True),
    Column("programme", String, nullable=False, index=True),
    Column("opened_on", String, nullable=False),
)

# The last number given for each prefix: a number is never given twice, even when its case is forgotten.
numbers = Table(
    "numbers",
    metadata,
    Column("prefix", String, primary_key=True),
    Column("last", Integer, nullable=False),
)

# The area of the workspace a case lies in; a workspace without areas has no rows here.
case_areas = Table(
    "case_areas",
    metadata,
    Column("case_number", String, ForeignKey("cases.number", ondelete="CASCADE"), primary_key=True),
    Column("area", String, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case_number", String, ForeignKey("cases.number"), nullable=False, index=True),
    Column("key", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", String, nullable=False),
    Column("path", String, nullable=False),
    Column("sha256", String, nullable=False, index=True),
    # What the document says, as a hash of every value it prints and every branch it took.
    Column("says", String, nullable=False),
    Column("dated", String, nullable=False),
    Column("state", String, nullable=False),
    Column("released_by", String, nullable=False, default=""),
    Column("released_on", String, nullable=False, default=""),
    Column("manifest", JSON, nullable=False),
    UniqueConstraint("case_number", "key", "version"),
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("case_number", String, ForeignKey("cases.number"), nullable=False, index=True),
    # Counted from 1 within its case: people call a task by it.
    Column("number", Integer, nullable=False),
    Column("key", String, nullable=False),
    Column("title", String, nullable=False),
    Column("says", String, nullable=False),
    Column("who", String, nullable=False),
    Column("by", String, nullable=False),
    Column("choices", JSON, nullable=False),
    # `open`, `answered`, or `gone`: what it was about is no more.
    Column("state", String, nullable=False),
    Column("opened_on", String, nullable=False),
    Column("answer", String, nullable=False, default=""),
    Column("answered_by", String, nullable=False, default=""),
    Column("answered_on", String, nullable=False, default=""),
    Column("note", String, nullable=False, default=""),
    UniqueConstraint("case_number", "number"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", String, primary_key=True),
    # None for an answer to a mail: it is about as many cases as came in it.
    Column("case_number", String, ForeignKey("cases.number"), index=True),
    Column("document_key", String, nullable=False),
    Column("document_version", Integer, nullable=False),
    Column("role", String, nullable=False),
    Column("message_id", String, nullable=False, unique=True),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", String, nullable=False),
    Column("changed_at", String, nullable=False),
    Column("why", String, nullable=False, default=""),
    Column("recipient", String, nullable=False, default=""),
    Column("mail", String, nullable=False, default=""),
    UniqueConstraint("case_number", "document_key", "document_version", "role"),
    Index("ix_outbox_state", "state", "changed_at"),
)

# Mails that were looked at in a mailbox, those without a form too: none is looked at twice.
mails = Table(
    "mails",
    metadata,
    Column("id", String, primary_key=True),
    Column("box", String, nullable=False),
    Column("validity", Integer, nullable=False),
    Column("uid", Integer, nullable=False),
    Column("message_id", String, nullable=False, index=True),
    Column("sha256", String, nullable=False),
    Column("sender", String, nullable=False),
    Column("received_at", String, nullable=False),
    Column("end", String, nullable=False),
    Column("words", String, nullable=False),
    Column("refused", String, nullable=False),
    Column("folder", String, nullable=False),
    Column("state", String, nullable=False),
    Index("ix_mails_box", "box", "validity", "uid"),
    Index("ix_mails_state", "state"),
    Index("ix_mails_end", "end"),
)

# Approvals asked for by mail, by the id of the mail that asked; the key in its subject only as a hash.
approvals = Table(
    "approvals",
    metadata,
    Column("id", String, primary_key=True),
    Column("case_number", String, ForeignKey("cases.number"), nullable=False, index=True),
    Column("approval", String, nullable=False),
    Column("code", String, nullable=False),
    Column("key_hash", String, nullable=False),
    # Empty until somebody answered: the id of the mail that answers, and what it says.
    Column("mail", String, nullable=False, default=""),
    Column("granted", Boolean, nullable=False, default=False),
    Column("name", String, nullable=False, default=""),
    Column("title", String, nullable=False, default=""),
    Column("answered_on", String, nullable=False, default=""),
    Column("words", String, nullable=False, default=""),
    Column("reason", String, nullable=False, default=""),
)

filings = Table(
    "filings",
    metadata,
    Column("case_number", String, ForeignKey("cases.number"), primary_key=True),
    Column("system", String, primary_key=True),
    Column("filed_on", String, nullable=False),
    Column("noted_by", String, nullable=False),
    Column("noted_at", String, nullable=False),
)

holds = Table(
    "holds",
    metadata,
    Column("id", String, primary_key=True),
    Column("case_number", String, ForeignKey("cases.number"), nullable=False, index=True),
    Column("reason", String, nullable=False),
    Column("set_by", String, nullable=False),
    Column("set_at", String, nullable=False),
    Column("lifted_by", String, nullable=False),
    Column("lifted_at", String, nullable=False),
)

# Who and what the ids of the audit trail stand for. A forgotten case loses its rows here; the trail stays.
aliases = Table(
    "aliases",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("stands_for", String, nullable=False),
    # Empty for a person.
    Column("case_number", String, nullable=False, index=True),
    UniqueConstraint("kind", "stands_for"),
)

audit = Table(
    "audit",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("id", String, nullable=False, unique=True),
    Column("at", String, nullable=False),
    Column("event", String, nullable=False),
    Column("subject", String, nullable=False, index=True),
    Column("actor", String, nullable=False),
    Column("hash", String, nullable=False),
)

# One row: how long the trail is and what its last link says, so that a cut-off end is seen.
audit_head = Table(
    "audit_head",
    metadata,
    Column("name", String, primary_key=True),
    Column("sequence", Integer, nullable=False),
    Column("hash", String, nullable=False),
)

ticks = Table(
    "ticks",
    metadata,
    Column("name", String, primary_key=True),
    Column("wall", String, nullable=False),
    Column("boot", String, nullable=False),
    Column("running", Float, nullable=False),
    Column("doubt", String, nullable=False),
)
