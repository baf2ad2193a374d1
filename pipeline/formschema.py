"""From a form's JSON Schema to the form: references resolved, properties laid into sections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.definitions import Choice, Field, Form, Kind, Path, Rows, Schema, Section, get


def resolve_refs(schema: Schema, documents: Mapping[str, Schema], base: str = "") -> dict[str, Any]:
    """The schema with each `$ref` replaced by its target; annotations beside a `$ref` win over the target's.

    `documents` maps a schema's name (`shared`, `skoleflexplus/plan.v1`) to its content; a reference is
    `NAME#/json/pointer`, or `#/…` within the same document. Raises KeyError naming a reference that leads
    nowhere, ValueError for one that leads back to itself.
    """

    def resolve(node: Any, document: str, trail: tuple[str, ...]) -> Any:
        if isinstance(node, list):
            return [resolve(item, document, trail) for item in node]
        if not isinstance(node, Mapping):
            return node
        rest = {key: resolve(value, document, trail) for key, value in node.items() if key != "$ref"}
        if "$ref" not in node:
            return rest
        name, _, pointer = str(node["$ref"]).partition("#")
        name = name or document
        if f"{name}#{pointer}" in trail:
            raise ValueError(f"reference leads back to itself: {node['$ref']}")
        target = get(documents.get(name, schema if name == document else None), pointer)
        if target is None:
            raise KeyError(str(node["$ref"]))
        return {**resolve(target, name, (*trail, f"{name}#{pointer}")), **rest}

    resolved: dict[str, Any] = resolve(schema, base, ())
    return resolved


def form_from_schema(schema: Schema, programme: str, name: str, version: int) -> Form:
    """The form that a resolved schema describes.

    Each property of the root, or one below it, names its section with `x-section`; what lies below
    inherits it. Sections stand in the order of `x-sections`, fields in the order of the properties.
    """
    entries: list[tuple[str, Field | Rows]] = []
    _collect(schema, (), "", True, entries)
    head = schema.get("x-form", {})
    return Form(
        programme=programme,
        name=name,
        version=version,
        title=schema["title"],
        description=schema.get("description", ""),
        who_fills=head.get("who_fills", ""),
        who_sends=head.get("who_sends", ""),
        what_happens=head.get("what_happens", ""),
        sections=tuple(
            Section(
                key=section["key"],
                title=section["title"],
                help=section.get("help", ""),
                page_break=section.get("page_break", False),
                entries=tuple(entry for key, entry in entries if key == section["key"]),
            )
            for section in schema["x-sections"]
        ),
        schema=schema,
    )


def _collect(
    node: Schema, path: Path, section: str, required: bool, into: list[tuple[str, Field | Rows]]
) -> None:
    """Walk an object's properties; `required` says that the object itself must be there."""
    for key, child in node.get("properties", {}).items():
        here = (*path, key)
        its_section = child.get("x-section", section)
        needed = key in node.get("required", ())
        if child.get("type") == "object":
            _collect(child, here, its_section, required and needed, into)
        elif child.get("type") == "array" and child["items"].get("type") == "object":
            into.append((its_section, _rows(child, here, required and needed, needed)))
        else:
            into.append(
                (its_section, _field(child, here, required and needed, needed, node.get("title", "")))
            )


def _rows(node: Schema, path: Path, required: bool, needed: bool) -> Rows:
    columns: list[tuple[str, Field | Rows]] = []
    _collect(node["items"], (*path, "*"), "", False, columns)
    return Rows(
        path=path,
        label=node["title"],
        columns=tuple(column for _, column in columns if isinstance(column, Field)),
        help=node.get("description", ""),
        aliases=tuple(node.get("x-labels", ())),
        required=required,
        needed=needed,
        recommended=node.get("x-recommended", False),
        max_items=node["maxItems"],
        shown=node.get("x-rows", 1),
        widget=node.get("x-widget", "table"),
        item_label=node["items"].get("title", ""),
        law=node.get("x-law", ""),
    )


def _field(node: Schema, path: Path, required: bool, needed: bool, group: str) -> Field:
    several = node.get("type") == "array"
    options = node["items"] if several else node
    labels, other = options.get("x-choices", {}), options.get("x-answers", {})
    max_length = node.get("maxLength", 0)
    return Field(
        path=path,
        kind=_kind(node),
        label=node["title"],
        help=node.get("description", ""),
        aliases=tuple(node.get("x-labels", ())),
        required=required,
        needed=needed,
        recommended=node.get("x-recommended", False),
        choices=tuple(
            Choice(value=value, label=labels.get(value, value), aliases=tuple(other.get(value, ())))
            for value in options.get("enum", ())
        ),
        multiline=node.get("format") == "prose",
        max_length=max_length,
        widget=node.get("x-widget", ""),
        width=node.get("x-width", ""),
        unit=node.get("x-unit", ""),
        example=node.get("x-example", ""),
        law=node.get("x-law", ""),
        hidden=node.get("x-hidden", False),
        group=group,
    )


def _kind(node: Schema) -> Kind:
    if node.get("type") == "array":
        return Kind.CHOICES
    if "enum" in node:
        return Kind.CHOICE
    if node.get("type") == "boolean":
        return Kind.BOOLEAN
    if "format" in node and node["format"] not in ("line", "prose"):
        return Kind(node["format"])
    return {"integer": Kind.INTEGER, "number": Kind.NUMBER}.get(str(node.get("type")), Kind.TEXT)
