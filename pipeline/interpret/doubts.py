"""What makes an answer doubtful though something can be read: the eye and the file say different things."""

from __future__ import annotations

from pipeline import danish
from pipeline.danish import Unclear
from pipeline.definitions import Field, Kind
from pipeline.records import Answer

PROMPT = "Skriv her"
"""What stands in an empty text field of ours. Word takes it away as soon as somebody writes."""

_TICKED, _UNTICKED = frozenset("☒☑✓✔✗✘■🗹🗷xX"), frozenset("☐□▢")
_UNKNOWN = "\ufffd"


def hides_something(answer: Answer) -> bool:
    """Whether an answer that looks empty may not be: its sign is a tick, or its text is called a prompt."""
    if answer.checked is not None:
        return _sign_disagrees(answer)
    return answer.struck or (answer.empty and not danish.is_empty_text(answer.raw))


def doubt(field: Field, answer: Answer) -> Unclear | None:
    """Why an answer in one of our controls can't be taken as it stands."""
    if answer.struck:
        return Unclear(code="text.struck")
    if not answer.tag:
        return None
    if answer.checked is not None:
        return Unclear(code="box.disagrees") if _sign_disagrees(answer) else None
    if answer.empty:
        return Unclear(code="text.as_prompt")
    if field.kind is Kind.TEXT:
        return _rest_of_prompt(danish.clean_prose(answer.raw), grey=answer.grey, prose=field.multiline)
    return None


def _sign_disagrees(answer: Answer) -> bool:
    """Whether the sign in a box is not that of its state, or more than a sign stands there."""
    shown = danish.clean_line(answer.raw)
    if not shown or _UNKNOWN in shown:
        return bool(answer.checked) and not shown
    sign, more = shown[0], shown[1:].strip()
    if more and not any(other in _TICKED | _UNTICKED for other in more):
        return True
    # Boxes in a box: LibreOffice stretches the first of a line round all of them.
    return sign in _UNTICKED if answer.checked else sign not in _UNTICKED


def _rest_of_prompt(text: str, *, grey: bool, prose: bool) -> Unclear | None:
    """Whether the prompt, or a piece of it, still stands before, behind or round the answer."""
    left = Unclear(code="text.prompt_left")
    if grey and text in PROMPT:
        return left
    behind = text[len(PROMPT) :][:1] if text.startswith(PROMPT) else ""
    # Behind a comma it is somebody's own sentence: `Skriv her, hvad I tænker`.
    if behind.isalnum() or (behind.isspace() and (grey or not prose)) or (grey and text.endswith(PROMPT)):
        return left
    verb, _, rest = PROMPT.partition(" ")
    inside = text.removeprefix(verb).removesuffix(rest)
    round_it = len(text) == len(inside) + len(verb) + len(rest) and (grey or not prose)
    return left if round_it and inside.strip() else None
