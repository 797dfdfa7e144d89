"""The command `twofold prove`: what it tries, what it prints, what it leaves, and its exit code."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from harness.browsers import NoBrowser
from harness.check import Unusable, read_suite
from harness.prove import campaign, page
from harness.prove.campaign import Fault, Job, Unprovable
from harness.prove.examples import examples_of
from harness.prove.proof import Proof, trouble
from harness.prove.trial import Outcome, Trial

PROVEN, NOT_PROVEN, UNUSABLE = 0, 1, 2


@dataclass(frozen=True)
class Options:
    """What was asked for. faults: ids or classes; all where empty. each: how many of the examples that must
    notice a fault are tried. times: how often each fault is tried.
    """

    faults: Sequence[str]
    target: str
    root: Path
    into: Path
    full: bool
    each: int
    by_chance: bool
    times: int
    workers: int


def prove(options: Options) -> int:
    """Try the faults and tell what came of it. Returns the exit code."""
    from faults.register import SUBJECTS  # it needs the server, which other commands don't

    try:
        if options.target not in SUBJECTS:
            raise Unprovable(
                f"no faults are seeded in {options.target}: there are some in {', '.join(SUBJECTS)}"
            )
        subject = SUBJECTS[options.target]
        chosen = _chosen(list(subject.faults.values()), options)
        suite = read_suite(options.root)
        examples = examples_of(suite)
        jobs = campaign.planned(chosen, examples, full=options.full, each=options.each, alike=subject.alike)
    except (Unprovable, Unusable) as error:
        print(f"prove: {error}", file=sys.stderr)
        return UNUSABLE
    began = time.monotonic()
    try:
        trials = _watched(campaign.repeated(jobs, options.times), subject, options, chosen)
        trials += _watched(campaign.unbroken(jobs, trials, options.workers), subject, options, chosen)
    except NoBrowser as error:
        print(f"prove: {error}", file=sys.stderr)
        return UNUSABLE
    except KeyboardInterrupt:
        print(
            "\nprove: stopped before the end, so nothing is proven and nothing was written", file=sys.stderr
        )
        return UNUSABLE
    proof = Proof(
        options.target,
        chosen,
        trials,
        examples,
        suite.catalogue,
        full=options.full,
        seconds=time.monotonic() - began,
        known=len(subject.faults),
        times=options.times,
        not_seeded=subject.not_seeded,
    )
    return _told(proof, options)


def listed(target: str) -> int:
    """Print every fault of a target, with the examples that have to notice it."""
    from faults.register import SUBJECTS

    if target not in SUBJECTS:
        print(
            f"prove: no faults are seeded in {target}: there are some in {', '.join(SUBJECTS)}",
            file=sys.stderr,
        )
        return UNUSABLE
    for fault in SUBJECTS[target].faults.values():
        print(f"{fault.id}: {fault.breaks}")
        print("\n".join(f"    {name}" for name in fault.caught_by))
    for defect, why in SUBJECTS[target].not_seeded.items():
        print(f"{defect} of catalogue/faults.yaml is not seeded: {why}.")
    return PROVEN


def _chosen(faults: list[Fault], options: Options) -> list[Fault]:
    """The faults that were asked for. Raises Unprovable for a name that is none."""
    known = {name for fault in faults for name in (fault.id, fault.defect)}
    if unknown := [name for name in options.faults if name not in known]:
        raise Unprovable(f"there is no fault {', '.join(unknown)}: `twofold prove --list` lists them")
    asked = [f for f in faults if not options.faults or {f.id, f.defect} & set(options.faults)]
    return [fault for fault in asked if fault.by_chance or not options.by_chance]


def _watched(
    jobs: list[Job], subject: campaign.Subject, options: Options, faults: Sequence[Fault]
) -> list[Trial]:
    """Carry out all trials, with a bar that tells how many are done and how long the rest will take.

    What is not caught is told at once, so that nobody has to wait for the end to begin mending.
    """
    by_id = {fault.id: fault for fault in faults}
    with tqdm(total=len(jobs), unit="trial", file=sys.stderr, dynamic_ncols=True, smoothing=0) as bar:

        def told(trial: Trial) -> None:
            if trial.fault and trial.outcome is not Outcome.CAUGHT:
                bar.write("\n".join(trouble(by_id[trial.fault], trial)), file=sys.stderr)
            bar.update()
            bar.set_postfix_str(f"{trial.fault or 'no fault'} {trial.outcome}")

        return campaign.carried_out(jobs, subject, options.root, options.workers, told)


def _told(proof: Proof, options: Options) -> int:
    written = page.write(proof, options.into)
    print("\n".join([*proof.lines(), f"Matrix: {written}"]))
    return PROVEN if proof.holds else NOT_PROVEN
