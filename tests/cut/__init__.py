"""Whether anything is lost or doubled where the line to a mail server is cut, after any byte either way.

    python -m pytest tests/cut -n 0                          a form that is short enough for every day
    SKOLEFLEX_EVERY=1 python -m pytest tests/cut -n 0        after each byte, of each line, with each server

The saboteur ends the encryption on both sides, so that he counts what the programs say and not what TLS makes
of it. Nothing in the program knows of him.
"""
