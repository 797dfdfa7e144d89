"""Makes the checks of a visit in their order, tells each as it comes out, and ends in time."""

from __future__ import annotations

import os
import sys
import threading
from typing import NoReturn

from harness.doctor import arriving, facts, facts_in_time, locks, place, setting_up, signing_in
from harness.doctor.check import Check, Finding, Verdict
from harness.doctor.finding import NotTested, Wrong
from harness.doctor.limits import WHOLE_VISIT
from harness.doctor.tell import say, summary, tell, untold
from harness.doctor.visit import Options, Visit
from harness.expect import Unmet
from harness.failure import Fault
from harness.words import PROMISED_AND_SEEN
from targets.port import Facts

ALL_WELL, SOMETHING_WRONG, UNUSABLE = 0, 1, 2
NO_TIME = "no time was left; --seconds gives a visit more of it"
NOT_AS_LONG = "not as long as this is wrong: {}"
STOP_SECONDS = 3.0
"""For a product to stop after a visit that was given up."""
SHORT = (*arriving.BEFORE_ANYTHING, *arriving.SHORT, *signing_in.CHECKS)
FULL = (
    *SHORT,
    *arriving.FULL,
    *setting_up.CHECKS,
    *facts.CHECKS,
    *facts_in_time.CHECKS,
    *locks.CHECKS,
    *setting_up.LAST,
)


def consult(options: Options) -> int:
    """Make a visit; returns the exit code."""
    return Consultation(options).run()


class Consultation:
    """One visit and what it has found so far."""

    def __init__(self, options: Options) -> None:
        self._visit = Visit(options, self._give_up)
        self._findings: list[Finding] = []
        self._to_come = list(SHORT if options.short else FULL)
        self._obstacle: Check | None = None
        self._telling = threading.RLock()
        self._main = threading.get_ident()

    def run(self) -> int:
        """Make all checks, and put things back."""
        say(f"twofold doctor: {self._visit.options.target}")
        try:
            while self._to_come:
                check = self._to_come[0]
                if _applies(check, self._visit):
                    self._found(self._made(check))
                else:
                    self._to_come.pop(0)
        finally:
            self._visit.end()
        return self._end()

    def _made(self, check: Check) -> Finding:
        try:
            self._must_be_possible(check)
            return Finding(check, Verdict.OK, check.act(self._visit) or "")
        except NotTested as reason:
            return Finding(check, Verdict.NOT_TESTED, str(reason))
        except Exception as error:
            wrong = error if isinstance(error, Wrong) else self._explained(check, error)
            first = not any(finding.wrong for finding in self._findings)
            return Finding(check, Verdict.WRONG, wrong=wrong, picture=self._visit.picture() if first else "")

    def _must_be_possible(self, check: Check) -> None:
        if self._in_the_way:
            raise NotTested(self._in_the_way)
        if check.fact and not check.at_once and self._visit.limits.is_too_late:
            raise NotTested(NO_TIME)

    def _explained(self, check: Check, error: Exception) -> Wrong:
        """What people on stage expected in vain; anything else is the doctor's own mistake."""
        told = PROMISED_AND_SEEN.search(str(error)) if isinstance(error, Unmet) else None
        where = self._visit.place_of(*self._visit.doing) if self._visit.doing else None
        if told is not None:
            mend = "try it by hand: where that works, the target's file is at fault, else the product is."
            both = told["expected"].strip(), told["observed"].strip()
            return Wrong(*both, mend, where, Fault.PRODUCT_OR_TARGET)
        words = f"{type(error).__name__}: {error}"
        return Wrong(f"The check is made: {check.asked}.", words, "report this.", where, Fault.HARNESS)

    def _found(self, finding: Finding) -> None:
        with self._telling:
            self._to_come.remove(finding.check)
            self._findings.append(finding)
            if not self._in_the_way or finding.said != self._in_the_way:  # fifty such lines would hide it
                tell(finding)
            if finding.wrong and finding.check.vital and self._obstacle is None:
                self._obstacle = finding.check

    @property
    def _in_the_way(self) -> str:
        """Why nothing is tested any more; empty as long as something can be."""
        return NOT_AS_LONG.format(self._obstacle.asked) if self._obstacle else ""

    def _end(self) -> int:
        if self._in_the_way and (more := [it.said for it in self._findings].count(self._in_the_way)):
            say(untold(more, self._in_the_way))
        say(summary(self._findings, self._visit.limits.spent))
        wrong = [finding.check for finding in self._findings if finding.wrong]
        if not wrong:
            return ALL_WELL
        return UNUSABLE if wrong[0] in arriving.BEFORE_ANYTHING else SOMETHING_WRONG

    def _give_up(self, what: str, seconds: float) -> NoReturn:
        """Told by a thread of its own that something takes too long: tell it, stop the product, and go."""
        with self._telling:
            check = self._to_come[0] if self._to_come else FULL[-1]
            self._found(self._given_up(check, what, seconds))
            if what != WHOLE_VISIT:
                self._obstacle = self._obstacle or check
            for later in [check for check in self._to_come if _applies(check, self._visit)]:
                self._found(Finding(later, Verdict.NOT_TESTED, self._in_the_way or NO_TIME))
            stopping = threading.Thread(target=self._visit.stop, daemon=True)
            stopping.start()
            stopping.join(STOP_SECONDS)
            code = self._end()
            sys.stdout.flush()
            os._exit(code)  # the thread that hangs can't be ended otherwise; the browser goes with its pipe

    def _given_up(self, check: Check, what: str, seconds: float) -> Finding:
        """What hangs is wrong; a visit that is over with no task too long met something slow."""
        if what != WHOLE_VISIT:
            return Finding(check, Verdict.WRONG, wrong=self._hung(what, seconds))
        if not check.vital:
            return Finding(check, Verdict.NOT_TESTED, NO_TIME)
        spent = f"All of the {seconds:g} seconds that a visit has are spent."
        mend = "look for what is slow, the product or this machine: no single task took too long."
        wrong = Wrong(f"There is time for this: {check.asked}.", spent, mend, None, Fault.UNDECIDED)
        return Finding(check, Verdict.WRONG, wrong=wrong)

    def _hung(self, what: str, seconds: float) -> Wrong:
        visit = self._visit
        thing, task = visit.doing or (None, what)
        frame = sys._current_frames().get(self._main)
        things = [thing for thing in (thing, visit.product) if thing is not None]
        where = place.of_stack(frame, *things) if things else None
        if where is None and thing is not None:
            where = visit.place_of(thing, task)
        return Wrong(
            f"{task}() ends within {seconds:g} seconds.",
            f"{task}() hangs.",
            f"let {task}() end: wait for what the page shows, and not for ever.",
            where,
            Fault.TARGET,
        )


def _applies(check: Check, visit: Visit) -> bool:
    """A lock and backup codes are checked in their parts where they are declared, else as a whole."""
    owner = check.fact.partition(".")[0]
    if owner not in ("lock", "backup_codes"):
        return True
    declared = getattr(visit.product, "facts", None)
    is_there = isinstance(declared, Facts) and getattr(declared, owner) is not None
    return is_there != (check.fact == owner)
