"""Writes the page when a run has ended and its record is kept."""

from __future__ import annotations

import pytest

from harness import report
from harness.record import Record


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the page beside the record."""
    record = session.config.pluginmanager.getplugin("twofold-record")
    if isinstance(record, Record):
        add_page(record)


def add_page(record: Record) -> None:
    """Make a page of a record that is kept, and name it first among what there is to open."""
    if record.kept is not None:
        page = report.write(record.kept, record.folder, record.config.rootpath / "features")
        record.written = (page, *record.written)
