"""The sender's own Word file with comments at the fields that need a look, and otherwise as it came.

Every part of a .docx but the comments, what refers to them and the marks in the text keeps its bytes. A
reader of forms sees no difference: comments are no text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from pipeline.annotate.comments import comment_markup, find_earlier, with_comments
from pipeline.annotate.marks import free_numbers, mark, unmark
from pipeline.annotate.ordinary import as_ordinary, is_signed
from pipeline.annotate.places import Places
from pipeline.annotate.splice import Cuts, NotSpliced, read_plain, spliced
from pipeline.container import repack
from pipeline.definitions import Form
from pipeline.errors import InputRejected
from pipeline.records import Finding, FindingKind, Severity
from pipeline.wordml import WordFile, open_word
from pipeline.wordml.styles import styles_of
from pipeline.xml import qn

SAID: Final = {Severity.ERROR: "Skal rettes", Severity.WARNING: "Bør ses efter"}
CRITERION: Final = "Vurderes af myndigheden"


def annotate_word(
    content: bytes, findings: Sequence[Finding], form: Form, *, written: dt.datetime | None = None
) -> bytes | None:
    """A copy of the Word file with a comment for each error and warning; notices get none.

    `form` is the form the file was read as, `written` the date the comments bear. Comments of earlier copies
    are replaced, all others stay. Templates, files with macros and Strict Open XML come back as an ordinary
    .docx (`as_ordinary`). None where there is nothing to say, and where the file can't be changed safely:
    another kind of file, a signed one, an unusual encoding. The same arguments give the same bytes.
    """
    told = [finding for finding in findings if finding.severity in SAID]
    if not told:
        return None
    try:
        word = open_word(content)
        if is_signed(word):
            return None
        content = as_ordinary(word, content)
        changed = _changed_parts(open_word(content), told, form, written)
    except (InputRejected, NotSpliced):
        return None
    return repack(content, changed) if changed else None


def _changed_parts(
    word: WordFile, findings: Sequence[Finding], form: Form, written: dt.datetime | None
) -> dict[str, bytes]:
    root = read_plain(word.package[word.main])
    body = root.find(qn("w:body"))
    if root.tag != qn("w:document") or body is None:
        raise NotSpliced("not in the names of transitional Open XML")
    earlier = find_earlier(word)
    places = Places.of(body, form, styles_of(word).levels)
    numbers = free_numbers(root, earlier)
    cuts = Cuts()
    comments: list[str] = []
    for finding in findings:
        anchor = places.find(finding)
        if anchor is not None:
            number = next(numbers)
            comments.append(comment_markup(number, _sentence(finding, exact=anchor.exact), written))
            mark(cuts, anchor.first, anchor.last, number)
    if not comments:
        return {}
    unmark(cuts, root, earlier)
    main = spliced(word.package[word.main], root, cuts)
    return {word.main: main, **with_comments(word, earlier, "".join(comments))}


def _sentence(finding: Finding, *, exact: bool) -> str:
    """What the comment says; away from its field it names the field."""
    said = CRITERION if finding.kind is FindingKind.CRITERION else SAID[finding.severity]
    label = "" if exact or not finding.label else f"{finding.label} – "
    return f"{said}: {label}{finding.message}"
