"""The last lines of a run: what it ran on, and what was not there."""

from typing import Any

from tools import engines


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say which engines and browser ran and what was skipped for want of them."""
    for line in engines.report():
        terminalreporter.write_line(line)
