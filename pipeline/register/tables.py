"""The tables of the register. Times are UTC; days are ISO texts; ids are random and say nothing."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, MetaData, String, Table, UniqueConstraint

VERSION = 2
"""Counted up with every change of the tables; a register of a newer version is refused."""

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
    Column("case_number", String, ForeignKey("cases.number"), index=True),
    Column("reason", String, nullable=False, default=""),
    Column("submission", JSON, nullable=False),
    # False until the receipt or the returned copy lies where staff find it.
    Column("delivered", Boolean, nullable=False, default=False),
    sqlite_autoincrement=True,
)

cases = Table(
    "cases",
    metadata,
    Column("number", String, primary_key=True),
    Column("programme", String, nullable=False, index=True),
    Column("opened_on", String, nullable=False),
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
    sqlite_autoincrement=True,
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
    sqlite_autoincrement=True,
)

# The area of the workspace a case lies in; a workspace without areas has no rows here.
case_areas = Table(
    "case_areas",
    metadata,
    Column("case_number", String, ForeignKey("cases.number", ondelete="CASCADE"), primary_key=True),
    Column("area", String, nullable=False),
)
