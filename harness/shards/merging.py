"""`twofold merge`: writes the run that shards are parts of, with all that a run leaves."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from harness import files, known_failing, run_file
from harness.album import FOLDER as PICTURES
from harness.catalogue import CatalogueError
from harness.check import Unusable
from harness.gherkin import FeatureFileError
from harness.messages import log
from harness.messages.envelopes import LOG, PARTS
from harness.record import RunRecord, forget, pictures_of
from harness.report import remaking
from harness.shards import agreement, shard
from harness.shards.joined import Joined, joined
from harness.shards.shard import Refused, Shard
from targets.port import TargetError

__all__ = ["Refused", "merge"]


def merge(folders: Sequence[Path], into: Path, root: Path, *, partial: bool = False) -> Joined:
    """Read the shards in these folders, and write the run that they are parts of. Raises Refused.

    root: the folder of their suite. partial: they need not be a whole run.
    """
    _must_not_overwrite(folders, into)
    shards = _read(folders)
    try:
        if found := list(agreement.conflicts(shards, root)):
            raise Refused("\n".join(found))
        known = known_failing.read(root, shards[0].record["target"], date.today())
        run = joined(shards, root, uuid.uuid4().hex[:12], known, partial=partial)
        _write(run, shards, into, root)
    except FeatureFileError as error:
        raise Refused(str(error)) from None
    except CatalogueError as error:
        raise Refused(f"catalogue/{error}") from None
    except (TargetError, Unusable) as error:
        raise Refused(str(error)) from None
    except OSError as error:
        raise Refused(f"{error.filename}: {error.strerror} — name a folder that can be written") from None
    return run


def _read(folders: Sequence[Path]) -> list[Shard]:
    """All shards, the first to begin first; all that is wrong with them is told at once."""
    read: list[Shard] = []
    wrong: list[str] = []
    for folder in folders:
        try:
            read.append(shard.read(folder))
        except Refused as error:
            wrong.append(str(error))
    if wrong:
        raise Refused("\n".join(wrong))
    return sorted(read, key=lambda one: (one.stamp("testRunStarted"), one.run))


def _must_not_overwrite(folders: Sequence[Path], into: Path) -> None:
    for folder in folders:
        if folder.resolve() == into.resolve():
            raise Refused(f"{into}: holds one of the shards — name another folder after --into")


def _write(run: Joined, shards: Sequence[Shard], into: Path, root: Path) -> None:
    """As a run does: what is left of an older one goes first, and the sealed log comes last."""
    into.mkdir(parents=True, exist_ok=True)
    (into / LOG).unlink(missing_ok=True)
    shutil.rmtree(into / PARTS, ignore_errors=True)
    shutil.rmtree(into / PICTURES, ignore_errors=True)
    forget(into)
    for one in shards:
        for picture in _pictures(one.record):
            if (one.folder / picture).is_file():
                (into / picture).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(one.folder / picture, into / picture)
    text = json.dumps(run.record, indent=1, ensure_ascii=False)
    files.put(into / run_file.NAME, text)
    for _ in remaking.remake(into, root):  # it says what it has written, which is said elsewhere
        pass
    log.write(into, run.envelopes, _facts(run, shards))


def _pictures(record: RunRecord) -> Iterator[str]:
    for result in record["results"]:
        for step in result["steps"]:
            for deed in step.get("evidence", ()):
                yield from pictures_of(deed)


def _facts(run: Joined, shards: Sequence[Shard]) -> dict[str, object]:
    """What the footer of the log says of the run besides what the lines say."""
    judged = run.record["judgement"]
    return {
        "run": run.run,
        "target": run.record["target"],
        "order": run.record["order"],
        "catalogue_sha256": shards[0].footer["catalogue_sha256"],
        "judgement": judged and {name: judged[name] for name in ("verdict", "exit_code")},
        "shards": run.record["shards"],
    }
