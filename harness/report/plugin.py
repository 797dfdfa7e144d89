"""Writes the report when a run has ended and its record is kept."""

from __future__ import annotations

import pytest

from harness import report
from harness.check.collect import loaded
from harness.record import Record


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the pages beside the record."""
    record = session.config.pluginmanager.getplugin("twofold-record")
    if isinstance(record, Record):
        try:
            add_pages(record)
        except OSError as error:  # the record is there, and `twofold report` makes the pages of it
            record.lose(session, f"{error.filename or 'a page of the report'}", error)


def add_pages(record: Record) -> None:
    """Make pages of a record that is kept, and name the first one among what there is to open."""
    if record.kept is not None:
        root = record.config.rootpath
        page = report.write(record.kept, record.folder, root / "features", loaded(root))
        record.written = (page, *record.written)
