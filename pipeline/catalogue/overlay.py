"""The catalogue that work is done with: what a workspace says is proved before anything rests on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.catalogue.check import programme_faults
from pipeline.catalogue.files import FileFault
from pipeline.catalogue.load import Catalogue, Stopped, read_catalogue
from pipeline.programme import Programme


def load_catalogue(*overlays: Path) -> Catalogue:
    """The shipped data with `overlays` (workspaces) laid over them, later ones on top.

    What an overlay says of a programme is proved first: a programme with an error in it is stopped, and all
    the others work. A faulty template stops no programme, only the letters that are made from it. Raises
    FaultyFile where the fault is in what every programme stands on.
    """
    catalogue = read_catalogue(*overlays)
    stopped: dict[str, Stopped] = {}
    for programme in _touched(catalogue):
        flaws = tuple(
            FileFault(fault.file, fault.place, fault.message)
            for fault in programme_faults(programme, catalogue)
            if fault.severity == "error"
        )
        if flaws:
            names = next(form.names for form in programme.forms.values())
            stopped[programme.id] = Stopped(id=programme.id, names=names, flaws=flaws)
    if not stopped:
        return catalogue
    working = {id: one for id, one in catalogue.programmes.items() if id not in stopped}
    return replace(catalogue, programmes=working, stopped={**catalogue.stopped, **stopped})


def _touched(catalogue: Catalogue) -> Iterator[Programme]:
    """The programmes that say something else because of an overlay; all where it changes what they share."""
    for programme in catalogue.programmes.values():
        if {"", programme.id, programme.based_on or programme.id} & catalogue.own:
            yield programme
