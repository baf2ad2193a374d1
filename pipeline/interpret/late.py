"""What can be told only when all is read: answers that came to stand below a label after it was named."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.definitions import Kind, Rows
from pipeline.interpret.entries import Entry, Unplaced, takes_lines
from pipeline.interpret.evidence import decide, fits, ticks_nothing
from pipeline.interpret.ink import STRUCK, bare, has, is_broken
from pipeline.interpret.parties import who_and_name
from pipeline.interpret.runon import part_run_ons
from pipeline.interpret.several import PATTERNS, share_out
from pipeline.interpret.sheet import Sheet
from pipeline.interpret.ticks import mark_of, option_named, options_of
from pipeline.interpret.vocabulary import Fit, Named

_POSTAL = re.compile(r"(\S[^\n]*?\d[^\n]*?),?\s+(?:DK-)?(\d{4})\s+([^\W\d_][^\n\d]*)")
"""`Prøvevej 1, 2100 København Ø`."""
_CODE_AND_TOWN = re.compile(r"(?:DK-)?(\d{4})\s+([^\W\d_][^\n\d]*)")
_REACHED_BY = (Kind.PHONE, Kind.EMAIL)
_SEVERAL = 2
"""Tables or boxes that show how the others are to be read."""
_NO_WORDS = frozenset({Kind.DATE, Kind.CPR, Kind.CVR, Kind.EAN, Kind.PHONE, Kind.EMAIL, Kind.POSTAL_CODE})
_STOPS = {sign: re.compile(rf"{re.escape(sign)}(?=[^\w.;]*$)") for sign in ".;"}
"""What may end an answer, though none of those without words ends so by itself."""
_MOST = 3 / 4


def settle_late(sheet: Sheet) -> None:
    """Shares out joined answers, lets lone labels answer each other, and asks again where boxes stand at a
    question of words."""
    _drop_stops(sheet)
    _share_joined(sheet)
    part_run_ons(sheet)
    _part_addresses(sheet)
    _part_contacts(sheet)
    _answer_lone_labels(sheet)
    _name_parties(sheet)
    _tell_by_box_alone(sheet)
    for entry in [one for one in sheet.entries if _is_misled(one)]:
        _ask_again(sheet, entry)


def _drop_stops(sheet: Sheet) -> None:
    """Takes off the sign that ends each answer of a sheet: `Klasse: 4.b. Skole: Åsen.`, `Klasse: 4.b; …`"""
    said = [entry for entry in sheet.entries if entry.said]
    plain = [bare(entry.texts[-1]).rstrip()[-1:] for entry in said if entry.field.kind in _NO_WORDS]
    for sign, stop in _STOPS.items():
        if plain.count(sign) < max(_SEVERAL, len(plain) * _MOST):
            continue
        for entry in said:
            if sign != "." or not takes_lines(entry.field):
                entry.texts[-1] = stop.sub("", entry.texts[-1])


def _tell_by_box_alone(sheet: Sheet) -> None:
    """Takes one box beside each of several statements for *Ja* or *Nej*, where some of them are ticked.

    Where none is, nobody can say whether they were answered at all.
    """
    asked = [one for one in sheet.entries if one.field.kind is Kind.BOOLEAN and one.field.widget != "tick"]
    marks = [(entry, mark_of(entry.raw)) for entry in asked]
    told = [mark for _, mark in marks] + [mark_of(one.raw) for one in sheet.unplaced if one.label]
    if not any(told) or sum(mark is not None for mark in told) < _SEVERAL:
        return
    for entry, mark in marks:
        if mark is not None:
            entry.texts = [f"☒ {options_of(entry.field)['yes' if mark else 'no']}"]


def _name_parties(sheet: Sheet) -> None:
    """Lets what names an item of a list answer whose it is: `Skoleleder` above or before a name."""
    for rows in (entry for entry in sheet.form.entries() if isinstance(entry, Rows)):
        if (asked := who_and_name(rows)) is None:
            continue
        who, _ = asked
        for number, item in enumerate(sheet.items.of(rows)):
            said = [entry for entry in sheet.entries_of(rows) if entry.item == (number,) and entry.said]
            told = any(entry.field == who for entry in said)
            if said and not told and option_named(who, item.name) is not None:
                sheet.entries.append(replace(said[0], field=who, texts=[item.name]))


def _answer_lone_labels(sheet: Sheet) -> None:
    """Takes the lower of two labels alone in a table for an answer where other tables are label and answer.

    `Stilling`, below it `Distriktsskoleleder`: to be confirmed, for it may be the next question.
    """
    tables: dict[int, list[Entry]] = {}
    for entry in sheet.entries:
        if entry.place.table:
            tables.setdefault(entry.place.table, []).append(entry)
    alone = [one[0] for one in tables.values() if len(one) == 1]
    if sum(entry.said and entry.place.row == 2 for entry in alone) < _SEVERAL:
        return
    for entries in tables.values():
        rows = [(entry.place.row, entry.said) for entry in entries]
        if rows == [(1, False), (2, False)]:
            asked, answer = entries
            asked.texts, asked.place, asked.fit = [answer.label], answer.place, Fit.LOOSE
            sheet.entries.remove(answer)


def _share_joined(sheet: Sheet) -> None:
    """Shares out what came to stand below a label that asks for several values."""
    for last in [entry for entry in sheet.entries if entry.joined and entry.said]:
        together = tuple(entry.field for entry in last.joined)
        shares = share_out(together, "\n".join(last.texts))
        if shares is None:
            sheet.unplaced.append(
                Unplaced(label=last.label, texts=last.texts, place=last.place, fields=together)
            )
        for entry in last.joined:
            text = shares.get(entry.field, "") if shares is not None else ""
            entry.texts = [text] if text else []


def _part_addresses(sheet: Sheet) -> None:
    """Gives postal code and town their fields where they stand behind the street and are asked nowhere."""
    fields = list(sheet.form.fields())
    for street, code, town in zip(fields, fields[1:], fields[2:], strict=False):
        if code.kind is not Kind.POSTAL_CODE or not street.path[:-1] == code.path[:-1] == town.path[:-1]:
            continue
        met = {(one.field, one.item) for one in sheet.entries if one.said}
        for entry in [one for one in sheet.entries if one.field == code and (town, one.item) not in met]:
            if both := _CODE_AND_TOWN.fullmatch(entry.raw):
                entry.texts = [both[1]]
                sheet.entries.append(replace(entry, field=town, texts=[both[2]]))
        for entry in [one for one in sheet.entries if one.field == street]:
            parts = _POSTAL.fullmatch(entry.raw)
            looks = has(STRUCK, "".join(entry.texts)) or any(map(is_broken, entry.texts))
            if looks or parts is None or {(code, entry.item), (town, entry.item)} & met:
                continue
            entry.texts = [parts[1]]
            sheet.entries += [
                replace(entry, field=code, texts=[parts[2]]),
                replace(entry, field=town, texts=[parts[3]]),
            ]


def _part_contacts(sheet: Sheet) -> None:
    """Gives telephone and e-mail their fields where they stand behind a name and are asked nowhere."""
    met = {(one.field, one.item) for one in sheet.entries if one.said}
    for entry in [one for one in sheet.entries if one.said and one.field.path[-1] == "name"]:
        free = [
            one
            for one in sheet.form.fields()
            if one.path[:-1] == entry.field.path[:-1]
            and one.kind in _REACHED_BY
            and (one, entry.item) not in met
            and re.search(PATTERNS[one.kind], entry.raw)
        ]
        shares = share_out((entry.field, *free), entry.raw) if free else None
        if shares is None or entry.field not in shares or has(STRUCK, "".join(entry.texts)):
            continue
        entry.texts = [shares[entry.field]]
        sheet.entries += [replace(entry, field=one, texts=[shares[one]]) for one in free]


def _is_misled(entry: Entry) -> bool:
    text = "\n".join(entry.texts)
    return entry.fit is Fit.ALIKE and not ticks_nothing(text) and not fits(entry.field, text)


def _ask_again(sheet: Sheet, entry: Entry) -> None:
    """The question whose printed answers these boxes are; else it is said that nobody knows."""
    lexicon = sheet.lexicon
    context = replace(sheet.context, keys=frozenset(lexicon.keys_of(entry.field)), lost=False)
    named = decide(lexicon, Named(fields=(entry.field,), fit=entry.fit), entry.label, entry.texts, context)
    one = named.field
    if one is not None and lexicon.rows_of(one) == lexicon.rows_of(entry.field):
        entry.field, entry.fit = one, named.fit
        return
    sheet.entries.remove(entry)
    sheet.unplaced.append(
        Unplaced(label=entry.label, texts=entry.texts, place=entry.place, fields=named.fields)
    )
