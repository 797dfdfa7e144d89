"""Why some runs are no parts of one run: they were asked something else, or two of them did the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from harness import requirements
from harness.shards.shard import Shard

SAME = {
    "target": "tests the target",
    "build": "is of the build",
    "profile": "is of the profile",
    "declared": "was told that its target declares",
}
"""Fields of a record that parts of one run have in common, and what is said of one that differs."""
MOST = 3
"""Examples that a sentence names."""


def conflicts(shards: Sequence[Shard], root: Path) -> Iterator[str]:
    """A sentence for each reason, with what to do; nothing where they are parts of one run.

    root: the suite that their examples are looked up in.
    """
    first, *others = shards
    for other in others:
        for field, what in SAME.items():
            mine, its = (_comparable(one.record.get(field), field) for one in (first, other))
            if mine != its:
                both = f"{what} {_short(its)}, and {first.folder} {_short(mine)}"
                yield f"{other.folder}: {both} — name the shards of one run alone"
    yield from _other_requirements(shards, root)
    yield from _twice(shards)


def _other_requirements(shards: Sequence[Shard], root: Path) -> Iterator[str]:
    """The features and the catalogue that were asked, and the Twofold that asked, are those of `root`."""
    here = requirements.scored(root, shards[0].record.get("profile", ""))
    for shard in shards:
        asked = shard.record["requirements"]
        if asked["version"] != here["version"]:
            yield (
                f"{shard.folder}: made by Twofold {asked['version']}, and this is {here['version']}"
                " — merge with the Twofold that ran the shards"
            )
        elif asked["sha256"] != here["sha256"]:
            yield (
                f"{shard.folder}: its features or its catalogue are not those of {root}"
                f" ({asked['sha256'][:12]} and {here['sha256'][:12]}) — check out the commit that it ran with"
            )


def _twice(shards: Sequence[Shard]) -> Iterator[str]:
    by_run: dict[str, Shard] = {}
    for shard in shards:
        if twin := by_run.get(shard.run):
            yield f"{shard.folder}: the same run as {twin.folder} — name it once"
            return
        by_run[shard.run] = shard
    seen: dict[str, Shard] = {}
    again: dict[tuple[Path, Path], list[str]] = {}
    for shard in shards:
        for name in shard.verdicts():
            if name in seen:
                again.setdefault((seen[name].folder, shard.folder), []).append(name)
            seen.setdefault(name, shard)
    for (one, other), names in again.items():
        more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
        told = f"{', '.join(names[:MOST])}{more}"
        yield f"{other}: acted out what {one} did too: {told} — give no example to two shards"


def _comparable(value: Any, field: str) -> Any:
    """A target's file lies elsewhere on another machine: what it declares is compared as well."""
    is_path = field == "target" and "/" in str(value)
    return "/".join(Path(value).parts[-2:]) if is_path else value


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return "something else"
    return f"'{value}'" if value else "none"
