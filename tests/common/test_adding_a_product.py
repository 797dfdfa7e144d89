"""docs/adding-a-product.md, followed to the letter on a product written for the purpose."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from targets.common import StartedProduct, clocks

pytestmark = pytest.mark.long

PROJECT = Path(__file__).resolve().parents[2]
TEXT = (PROJECT / "docs" / "adding-a-product.md").read_text(encoding="utf-8")
EXAMPLES = (
    "signing_in_to_a_new or following_the_menus or scanning_the_qr or leaving_the_set_up"
    " or for_the_first_time or mistyping"
)


class Shop(StartedProduct):
    """The shop of tests.common, without habits, in real time."""

    name = "shop"

    def command(self, port: int, folder: Path) -> list[str]:
        """By its own module."""
        return [sys.executable, "-m", "tests.common.shop", str(port)]

    def environment(self) -> dict[str, str]:
        """It runs in a folder of its own."""
        return {"PYTHONPATH": str(PROJECT)}


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the product is; nobody can move its time."""
    monkeypatch.setattr("targets.common.product.faketime", lambda: None)
    shop = Shop()
    shop.start()
    assert isinstance(shop.clock, clocks.RealClock)
    yield shop.address
    shop.stop()


def test_the_target_of_the_text_comes_to_a_verdict(tmp_path: Path, address: str) -> None:
    (target,) = re.findall(r'```python\n("""Shop.*?)```', TEXT, re.DOTALL)
    file = tmp_path / "shop.py"
    file.write_text(target, encoding="utf-8")
    run = subprocess.run(
        [
            *(sys.executable, "-m", "harness.cli", "guide", "--target", "shop.py", "-k", EXAMPLES, "-n", "0"),
            *("--junitxml", "results/junit.xml", "--no-history"),
        ],
        cwd=tmp_path,
        env={**os.environ, "TWOFOLD_SHOP_URL": address, "PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr
    assert "PASS (partial" in run.stdout
    assert re.search(r"\b5 passed", run.stdout), run.stdout[-2000:]
    assert "Written: report/index.html, report/run.json" in run.stdout
    assert (tmp_path / "report" / "index.html").exists() and (tmp_path / "results" / "junit.xml").exists()
