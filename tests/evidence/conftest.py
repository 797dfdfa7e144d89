"""A tiny suite for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.evidence.tiny_suite import TinySuite


@pytest.fixture
def suite(tmp_path: Path) -> TinySuite:
    return TinySuite(tmp_path)
