"""What a campaign proves: what came of each fault, and what no fault was tried on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.catalogue import Catalogue
from harness.counting import counted
from harness.prove.campaign import Fault
from harness.prove.examples import Example, named
from harness.prove.trial import Outcome, Trial


@dataclass(frozen=True)
class Proof:
    """All that a campaign found.

    trials: one for each fault, or as many as it was repeated (`times`), and those without any fault. known:
    how many faults there are, of which `faults` may be a selection. not_seeded: classes of defects that the
    product can't be broken by, and why. seconds: of real time.
    """

    target: str
    faults: Sequence[Fault]
    trials: Sequence[Trial]
    examples: dict[str, Example]
    catalogue: Catalogue
    full: bool
    seconds: float
    known: int
    times: int = 1
    not_seeded: Mapping[str, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether every fault was caught by what is named for it, and by nothing else, each time."""
        return all(trial.outcome is Outcome.CAUGHT for trial in self.trials if trial.fault) and not (
            self.red_without_fault or self.unusable_without_fault
        )

    @property
    def red_without_fault(self) -> list[str]:
        """Examples that had to notice a fault, and were seen to pass nowhere: neither as controls nor so."""
        green = {name for trial in self.trials for name in trial.green}
        must = {name: None for trial in self.trials for name in trial.must}
        return [name for name in must if name not in green]

    @property
    def unusable_without_fault(self) -> list[str]:
        """Why the product as it should be could not be tried."""
        return [trial.trouble for trial in self._unbroken if trial.trouble]

    @property
    def _unbroken(self) -> list[Trial]:
        return [trial for trial in self.trials if not trial.fault]

    @property
    def whole(self) -> bool:
        """Whether every fault was tried that there is."""
        return len(self.faults) == self.known

    def caught(self) -> list[Fault]:
        """The faults that were caught each time."""
        return [fault for fault in self.faults if self.worst(fault.id).outcome is Outcome.CAUGHT]

    def trials_of(self, fault: str) -> list[Trial]:
        """The trials of one fault."""
        return [trial for trial in self.trials if trial.fault == fault]

    def behaviours_of(self, fault: Fault) -> list[str]:
        """The behaviours that it breaks, by all examples that have to notice it, tried here or not."""
        must = named(fault.caught_by, self.examples)[0]
        return sorted({b for example in must for b in example.behaviours})

    def unproven_behaviours(self) -> list[str]:
        """Behaviours of the catalogue that no fault was seen to break in these trials."""
        broken = {b for name in self._noticed() for b in self.examples[name].behaviours}
        return [behaviour.id for behaviour in self.catalogue.behaviours if behaviour.id not in broken]

    def unproven_examples(self) -> list[str]:
        """Examples that noticed no fault in these trials: missed it, weren't tried, or have none to see."""
        noticed = self._noticed()
        return [name for name in self.examples if name not in noticed]

    def _noticed(self) -> set[str]:
        """The examples that noticed a fault that they have to."""
        return {name for one in self.trials if one.fired for name in one.must if name not in one.survived}

    def bystanders(self) -> list[str]:
        """Examples that accused the product in some trial, though they are not named for its fault."""
        return sorted({name for trial in self.trials if trial.fault for name in trial.bystanders})

    def worst(self, fault: str) -> Trial:
        """The trial of a fault that went worst."""
        order = list(Outcome)
        return max(self.trials_of(fault), key=lambda trial: order.index(trial.outcome))

    def lines(self) -> list[str]:
        """The proof in words, for a terminal."""
        caught = self.caught()
        told = [line for fault in self.faults if fault not in caught for line in self._trouble(fault)]
        told += [
            f"Seen to pass nowhere, not even without any fault: {name}" for name in self.red_without_fault
        ]
        told += self.unusable_without_fault
        if self.whole and (rest := self.unproven_behaviours()):
            told.append(f"Behaviours that no fault was seen to break: {', '.join(rest)}")
        if self.whole and (unproven := self.unproven_examples()):
            told.append(
                f"Examples that noticed no fault in these trials: {len(unproven)}, listed on the page"
            )
        if self.whole and self.not_seeded:
            told.append(
                f"Classes of defects that {self.target} has no feature for: {', '.join(self.not_seeded)}"
            )
        told.append(
            f"prove: {len(caught)} of {counted(len(self.faults), 'fault')} of {self.target} caught by what "
            f"is named for them and by nothing else, {counted(len(self.trials), 'trial')}, "
            f"{self.seconds:.0f} s"
        )
        return told

    def _trouble(self, fault: Fault) -> Iterable[str]:
        repeated = self.trials_of(fault.id)
        bad = sum(one.outcome is not Outcome.CAUGHT for one in repeated)
        often = f" ({bad} of {len(repeated)} times)" if len(repeated) > 1 else ""
        return trouble(fault, self.worst(fault.id), often)

    def as_data(self) -> dict[str, Any]:
        """The proof as data, for machines."""
        return {
            "target": self.target,
            "holds": self.holds,
            "whole": self.whole,
            "full": self.full,
            "seconds": round(self.seconds, 1),
            "faults": [self._fault_as_data(fault) for fault in self.faults],
            "behaviours_without_fault": self.unproven_behaviours() if self.whole else None,
            "examples_without_fault": self.unproven_examples() if self.whole else None,
            "classes_without_fault": dict(self.not_seeded) if self.whole else None,
            "not_green_without_fault": self.red_without_fault,
        }

    def _fault_as_data(self, fault: Fault) -> dict[str, Any]:
        return {
            "id": fault.id,
            "class": fault.defect,
            "breaks": fault.breaks,
            "behaviours": self.behaviours_of(fault),
            "outcome": self.worst(fault.id).outcome.value,
            "trials": [
                {
                    "outcome": trial.outcome.value,
                    "fired": trial.fired,
                    "seconds": round(trial.seconds, 1),
                    "survived": trial.survived,
                    "bystanders": trial.bystanders,
                    "unclear": trial.unclear,
                    "trouble": trial.trouble,
                    "examples": {name: seen.verdict for name, seen in trial.seen.items()},
                }
                for trial in self.trials_of(fault.id)
            ],
        }


def trouble(fault: Fault, trial: Trial, often: str = "") -> Iterator[str]:
    """In words, why a fault was not caught in a trial, by what, and by what it should have been."""
    yield f"{fault.id} {trial.outcome}{often}: {fault.breaks}"
    if trial.trouble:
        yield f"  {trial.trouble}"
    if trial.outcome is Outcome.NOT_FIRED:
        yield "  It made no difference in any example, so nothing is proven: mend the fault in faults/."
    for name in trial.survived:
        yield f"  did not notice it: {name} ({_ended(trial, name)})"
    for name in trial.bystanders:
        yield f"  accused though not named: {name} ({_ended(trial, name)})"


def _ended(trial: Trial, name: str) -> str:
    if name not in trial.seen:
        return "it did not run"
    seen = trial.seen[name]
    return f"{seen.verdict}: {seen.why}" if seen.why else seen.verdict
