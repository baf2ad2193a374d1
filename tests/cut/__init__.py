"""Whether anything is lost or doubled where the line to a mail server is cut, or the program dies.

    python -m pytest tests/cut -n 0                          a form that is short enough for every day
    SKOLEFLEX_EVERY=1 python -m pytest tests/cut -n 0        after each byte, of each line, with each server
    python -m tests.cut.killed                               killed at each step of a round over the mails

The saboteur ends the encryption on both sides, so that he counts what the programs say and not what TLS makes
of it. Nothing in the program knows of him.
"""
