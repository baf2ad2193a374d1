"""The accuracy table: `python -m tests.bench.accuracy --seed 7 --forms 6`.

Filled forms are made from the seed in every layout, by every producer and of every kind, read through the
program's own door, and counted: exact, flagged, needless, silent. Ends with 1 when anything is silent.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.catalogue import Catalogue, load_catalogue
from pipeline.definitions import pattern_of
from pipeline.process import read_file
from pipeline.records import IncomingFile
from tests.bench.cases import DAY
from tests.bench.judge import Case, Judged, as_lines, judge
from tests.bench.made import (
    Row,
    library_rows,
    own_acroform_row,
    page_rows,
    printed_rows,
    scan_rows,
    word_rows,
)

VERDICTS = ("exact", "flagged", "needless", "silent")
QUICK_ROWS = (
    *("own", "two-column", "four-column", "label above in cell", "paragraphs label: value", "rows shuffled"),
    *("ticks ballot", "own by Google Docs", "foreign by Google Docs", "foreign by Strict"),
)


def all_rows(known: Catalogue) -> list[Row]:
    return [
        *word_rows(known),
        *library_rows(known),
        own_acroform_row(known),
        *page_rows(known),
        *printed_rows(known),
        *scan_rows(known),
    ]


def narrowed(known: Catalogue, programmes: Sequence[str]) -> Catalogue:
    """The catalogue with these programmes alone: what forms are made of. They are read with all there are."""
    return replace(known, programmes={name: known.programme(name) for name in programmes})


def read_case(case: Case, known: Catalogue) -> Judged:
    return judge(case, read_file(IncomingFile(name=case.name, content=case.content), known, DAY))


def run(rows: Iterable[Row], known: Catalogue, seed: int, forms: int) -> list[tuple[Row, list[Judged]]]:
    done = []
    for row in rows:
        started = time.perf_counter()
        cases = [] if row.missing else row.make(seed, forms)
        made = time.perf_counter()
        judged = [read_case(case, known) for case in cases]
        print(table_line(row, judged, made - started, time.perf_counter() - made), flush=True)
        done.append((row, judged))
    return done


def table_line(row: Row, judged: Sequence[Judged], making: float, reading: float) -> str:
    name = f"{row.kind:<9}{row.name:<36}"
    if row.missing:
        return f"{name} not run: {row.missing} is missing"
    counts = totals(judged)
    values = sum(counts.values())
    shown = "".join(f"{counts[one]:>6} {share(counts[one], values):>6}" for one in VERDICTS)
    proposed = sum(one.proposed for each in judged for one in each.verdicts)
    files = sum(bool(each.needless_at_file) for each in judged)
    return (
        f"{name}{len(judged):>4}{values:>7}{shown}{files:>6}{share(proposed, values):>8}"
        f"{making:>7.1f}{reading:>7.1f}"
    )


HEAD = (
    f"{'kind':<9}{'row':<36}{'':>4}{'values':>7}{'exact':>13}{'flagged':>13}{'needless':>13}{'silent':>13}"
    f"{'files':>6}{'shown':>8}{'made s':>7}{'read s':>7}"
)
HEAD_SAYS = (
    "files: needless findings at no value, in files read rightly. shown: right in the data, or as the raw "
    "text shown to a person."
)


def totals(judged: Iterable[Judged]) -> Counter[str]:
    return sum((each.counts for each in judged), Counter())


def share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "–"


def as_json(done: Sequence[tuple[Row, list[Judged]]]) -> list[dict[str, Any]]:
    return [
        {
            "kind": row.kind,
            "row": row.name,
            "not_run": row.missing,
            "files": len(judged),
            **{verdict: totals(judged)[verdict] for verdict in VERDICTS},
            "files_needless": sum(bool(each.needless_at_file) for each in judged),
            "silent_cases": [line.strip() for each in judged for line in as_lines(each, "silent")],
        }
        for row, judged in done
    ]


def print_fields(judged: Sequence[Judged], most: int) -> None:
    """Which fields, at which wordings, come out worst."""
    for verdict in VERDICTS[1:] if most else ():
        failed = Counter(
            (pattern_of(one.pointer), one.label)
            for each in judged
            for one in each.verdicts
            if one.verdict == verdict
        )
        for (pattern, label), count in failed.most_common(most):
            print(f"{verdict:<9}{count:>5}  {pattern} »{label}«")


def keep(done: Sequence[tuple[Row, list[Judged]]], folder: Path) -> None:
    """Every file that wasn't read quite exactly, with what was expected of it."""
    folder.mkdir(parents=True, exist_ok=True)
    for _, judged in done:
        for each in judged:
            if set(each.counts) - {"exact"} or each.needless_at_file:
                (folder / each.case.name).write_bytes(each.case.content)
                form = each.case.filled.form
                told = {
                    "programme": form.programme,
                    "form": form.name,
                    "expected": each.case.filled.data,
                    "printed": dict(each.case.printed),
                    "ends": each.case.ends,
                    "owed": sorted(each.case.filled.owed),
                    "not_exact": [line.strip() for v in VERDICTS[1:] for line in as_lines(each, v)],
                    "findings": each.findings,
                }
                path = folder / f"{each.case.name}.expected.json"
                path.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--forms", type=int, default=4, help="forms in each row")
    parser.add_argument(
        "--programme", action="append", default=[], help="forms of this programme; without it, of every one"
    )
    parser.add_argument("--only", action="append", default=[], help="rows whose name holds this text")
    parser.add_argument("--kind", choices=("docx", "acroform", "printed", "scan"))
    parser.add_argument("--quick", action="store_true", help="a few rows, under a minute")
    parser.add_argument("--keep", type=Path, help="a folder for files that weren't read exactly")
    parser.add_argument(
        "--list", choices=VERDICTS[1:], action="append", default=[], help="list these as well"
    )
    parser.add_argument("--most", type=int, default=0, help="list so many silent cases of each file at most")
    parser.add_argument("--fields", type=int, default=0, help="the fields and wordings that fail most often")
    parser.add_argument("--json", action="store_true", help="the table as JSON, after it on a last line")
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> int:
    told = arguments(words)
    known = load_catalogue()
    rows = [
        row
        for row in all_rows(narrowed(known, told.programme) if told.programme else known)
        if (not told.kind or row.kind == told.kind)
        and (not told.only or any(one.casefold() in row.name.casefold() for one in told.only))
        and (not told.quick or row.name in QUICK_ROWS)
    ]
    print(HEAD)
    done = run(rows, known, told.seed, told.forms)
    print(HEAD_SAYS)
    everything = [each for _, judged in done for each in judged]
    counts = totals(everything)
    print("all: " + ", ".join(f"{one} {counts[one]}" for one in VERDICTS))
    print_fields(everything, told.fields)
    for verdict in dict.fromkeys([*told.list, "silent"]):
        lines = [line for each in everything for line in list(as_lines(each, verdict))[: told.most or None]]
        if lines:
            print(f"{verdict} ({len(lines)}):", *lines, sep="\n")
    for each in everything:
        if each.needless_at_file:
            print(f"needless at no value: {each.case.name}: {', '.join(each.needless_at_file)}")
    if told.keep:
        keep(done, told.keep)
    if told.json:
        print(json.dumps(as_json(done), ensure_ascii=False))
    return 1 if counts["silent"] else 0


if __name__ == "__main__":
    sys.exit(main())
