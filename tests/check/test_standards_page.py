"""docs/standards.md lists each profile with what it scores."""

from __future__ import annotations

from pathlib import Path

from harness import profile_data
from harness.profile_data import Profile

TEXT = (Path(__file__).resolve().parents[2] / "docs/standards.md").read_text(encoding="utf-8")


def row(profile: Profile) -> list[str]:
    """The numbers of a profile, as the table has them."""
    strengths = [len(profile.of_strength(rank)) for rank in ("must", "should", "extra")]
    numbers = [len(profile.clauses), *strengths]
    return [str(number) for number in numbers] if profile.is_of_standards else [""] * 4


def test_each_profile_stands_there_with_its_numbers() -> None:
    rows = [line.strip("|").split("|") for line in TEXT.splitlines() if line.startswith("| `")]
    told = {cells[0].strip(" `"): [cell.strip() for cell in cells[2:]] for cells in rows}
    assert told == {profile.id: row(profile) for profile in profile_data.load().by_id.values()}
