"""What a test run says at its end: what the property tests covered, and what was not run and why."""

from __future__ import annotations

import os
from collections import Counter

import pytest
from hypothesis import settings

# The machines that run the tests are shared: a slow moment is no fault. Where a change is judged, the
# examples are the same each time ("ci" is Hypothesis' own profile for that); at a desk they are new ones.
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if "CI" in os.environ else "desk")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    covered: dict[str, Counter[str]] = {}
    for report in terminalreporter.getreports("passed"):
        for name, counts in report.user_properties:
            covered.setdefault(name, Counter()).update(counts)
    for name, counts in sorted(covered.items()):
        told = ", ".join(f"{what} {count}" for what, count in counts.most_common())
        terminalreporter.write_line(f"covered, {name}: {told}")
    for report in terminalreporter.getreports("skipped"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.write_line(f"not run: {report.nodeid}: {reason}")
