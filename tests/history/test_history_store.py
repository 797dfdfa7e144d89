"""What is kept of the last runs: small, whole or not at all, pruned, and never in the way of a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from harness.compare import runs as compared
from harness.compare.runs import Run
from harness.history.since import last_before
from harness.history.store import Store
from harness.record import Deed
from harness.verdicts import Verdict
from tests.compare.builds import FIRST, SECOND, UNMET, end, of, only, whole

NOW = "2026-01-01T12:00:00.000+00:00"


def run(day: int, target: str = "reference") -> Run:
    record = end(whole(f"2026-03-{day:02}T09:05:00+00:00"), SECOND, Verdict.FAIL, error=UNMET)
    return compared.of_record({**record, "target": target}, "the catalogue")


def days(store: Store, *of: str) -> list[str]:
    return [found.began[8:10] for found in store.runs(*of)]


def test_a_run_comes_back_as_it_was(tmp_path: Path) -> None:
    store, kept = Store(tmp_path), run(1)
    store.add(kept)
    assert list(store.runs()) == [kept]


def test_evidence_and_errors_are_not_kept(tmp_path: Path) -> None:
    record = whole()
    deed = Deed(task="t", by="Alice", device=1, at=NOW, product_time=NOW, said="SAID", picture="PICTURE")
    of(record, SECOND)[0]["steps"][0]["evidence"] = [deed]
    of(record, SECOND)[0]["error"] = f"{UNMET}\nTRACE"
    text = Store(tmp_path).add(compared.of_record(record)).read_text(encoding="utf-8")
    assert not [word for word in ("SAID", "PICTURE", "TRACE") if word in text]
    assert len(text) < 107 * 500


def test_the_newest_comes_first_and_the_oldest_are_forgotten(tmp_path: Path) -> None:
    store = Store(tmp_path, most=3)
    for day in (2, 1, 5, 4, 3):
        store.add(run(day))
    assert days(store) == ["05", "04", "03"]


def test_each_target_has_a_history_of_its_own(tmp_path: Path) -> None:
    store = Store(tmp_path, most=2)
    for day, target in ((1, "../a/shop.py"), (2, "../b/shop.py"), (3, "../b/shop.py"), (4, "../b/shop.py")):
        store.add(run(day, target))
    assert days(store, "../a/shop.py", "guide") == ["01"]
    assert days(store, "../b/shop.py", "guide") == ["04", "03"]
    assert days(store, "../b/shop.py", "all") == []
    assert days(store) == ["04", "03", "01"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"seen": [{}]}', b"\xff\xfe"],
    ids=["empty", "cut off", "a list", "nothing", "no run", "no text"],
)
def test_a_broken_file_is_set_aside_and_the_others_are_read(text: str | bytes, tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.add(run(1))
    broken = store.add(run(2))
    broken.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert days(store) == ["01"]
    (warning,) = store.warnings
    assert warning.startswith(f"{broken}: can't be read (")
    assert warning.endswith(f"and was set aside as {broken.name}.broken")
    assert not broken.exists() and broken.with_name(f"{broken.name}.broken").exists()
    assert days(Store(tmp_path)) == ["01"]


@pytest.mark.parametrize(("field", "value"), [("began", "yesterday"), ("began", 5), ("seen", [{"title": 1}])])
def test_a_file_that_only_looks_like_a_run_is_set_aside(field: str, value: object, tmp_path: Path) -> None:
    store = Store(tmp_path)
    path = store.add(run(1))
    path.write_text(
        json.dumps({**json.loads(path.read_text(encoding="utf-8")), field: value}), encoding="utf-8"
    )
    assert days(store) == []
    assert len(store.warnings) == 1


def test_a_file_that_was_never_finished_is_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    path = store.add(run(1))
    path.with_name("20991231T000000Z-cut.unfinished").write_text("{", encoding="utf-8")
    assert days(store) == ["01"]
    assert store.warnings == []


def test_a_run_of_one_example_does_not_hide_the_whole_run_before_it() -> None:
    first = compared.of_record(whole("2026-03-01T09:05:00+00:00"))
    second = compared.of_record(only(whole("2026-03-02T09:05:00+00:00"), SECOND))
    earlier = [second, first]
    assert last_before(compared.of_record(whole(NOW)), earlier) is first
    assert last_before(compared.of_record(only(whole(NOW), FIRST)), earlier) is first
    assert last_before(compared.of_record(only(whole(NOW), SECOND)), earlier) is second
    assert last_before(compared.of_record({**whole(NOW), "profile": "all"}), earlier) is None
    assert last_before(compared.of_record({**whole(NOW), "target": "shop"}), earlier) is None
