"""Examples of the guide in browsers elsewhere: on two servers, one of which ends, and a CDP endpoint."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.verify import verify
from tests.elsewhere import servers, switched_off
from tests.elsewhere.servers import Server
from tests.messages import doors
from tests.messages.doors import Ran

pytestmark = pytest.mark.long

FOUR = "somebody_elses_backup or code_for_the_first or code_for_the_second or that_a_backup_code_was_used"
FEW = ("steps/test_06_a_lost_phone.py", "-k", FOUR, "--no-history", "--no-doctor")
PATIENCE = 500


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Server, Server]]:
    """Two machines with a browser each."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    with (
        servers.playwright_server(tmp_path / "one") as one,
        servers.playwright_server(tmp_path / "other") as other,
    ):
        yield one, other


def results(ran: Ran) -> list[dict[str, Any]]:
    return list(json.loads((ran.report / "run.json").read_text(encoding="utf-8"))["results"])


def acted(tmp_path: Path, *options: str) -> Ran:
    """A few examples of the guide, on the bundled server. No browser is to be found on this machine."""
    return doors.run(doors.PROJECT, *FEW, *options, report=str(tmp_path / "report"), patience=PATIENCE)


def test_a_run_is_shared_out_among_two_playwright_servers(
    two: tuple[Server, Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOFOLD_CHROMIUM", str(tmp_path / "nothing"))
    both = ",".join(server.address for server in two)
    ran = acted(tmp_path, "-n", "2", "--browser-endpoint", both)
    assert ran.status == 0, ran.output
    assert {result["verdict"] for result in results(ran)} == {"PASS"}
    assert all(result["browser_version"] for result in results(ran))
    assert not verify(ran.report, allow_partial=True).reasons


def test_a_server_that_ends_in_the_middle_costs_one_example_and_is_not_the_products_fault(
    two: tuple[Server, Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(switched_off.GROUP, str(two[0].pid))
    both = (f"--browser-endpoint={server.address}" for server in two)
    ran = acted(tmp_path, "-n", "2", "-p", "tests.elsewhere.switched_off", *both)
    assert ran.status == 3, ran.output
    lost = [result for result in results(ran) if result["verdict"] != "PASS"]
    assert [result["verdict"] for result in lost] == ["HARNESS_ERROR"]
    assert lost[0]["why"].startswith(f"machine-trouble: The browser ({two[0].address}) ended while people")
    assert len(results(ran)) == 4
    went_on = [e["testCaseStarted"]["workerId"] for e in ran.envelopes if "testCaseStarted" in e]
    assert went_on.count("gw0") > 1, "its worker had nothing else to do: whether it goes on wasn't seen"
    assert not verify(ran.report, allow_partial=True).reasons


def test_a_cdp_endpoint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with servers.cdp_endpoint(tmp_path / "profile") as grid:
        monkeypatch.setenv("TWOFOLD_CHROMIUM", str(tmp_path / "nothing"))
        first = ("-k", "backup_code_for_the_first_time")
        ran = acted(tmp_path, "-n", "0", *first, f"--browser-endpoint={grid.address}")
    assert ran.status == 0, ran.output
    assert [result["verdict"] for result in results(ran)] == ["PASS"]


def test_codes_are_downloaded_from_a_browser_elsewhere(
    two: tuple[Server, Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saving = ("steps/test_02_saving_backup_codes.py", "-k", "test_downloading_the_codes", "--no-history")
    there = f"--browser-endpoint={two[0].address}"
    monkeypatch.setenv("TWOFOLD_CHROMIUM", str(tmp_path / "nothing"))
    ran = doors.run(doors.PROJECT, *saving, there, report=str(tmp_path / "report"), patience=PATIENCE)
    assert ran.status == 0, ran.output
    assert [result["verdict"] for result in results(ran)] == ["PASS"]


MOVING = """from targets.reference.product import ReferenceProduct


class Moving(ReferenceProduct):
    @property
    def address(self):
        return "http://shop.invalid" if self._process else "http://127.0.0.1"


create = Moving
"""


def test_no_browser_opens_a_product_that_turns_out_to_be_somewhere_else(tmp_path: Path) -> None:
    target = tmp_path / "moving.py"
    target.write_text(MOVING, encoding="utf-8")
    with servers.cdp_endpoint(tmp_path / "profile") as grid:
        first = ("-k", "backup_code_for_the_first_time", "--target", str(target))
        ran = acted(tmp_path, "-n", "0", *first, f"--browser-endpoint={grid.address}")
    assert ran.status == 7, ran.output
    assert "is at http://shop.invalid, so not on this machine" in ran.output
