"""Ties the event log to pytest: a teller in each process, and on the controller what gathers their parts."""

from __future__ import annotations

import contextlib
import shutil
import uuid
from pathlib import Path
from typing import Any

import pytest

from harness import catalogue, profiles
from harness.messages import envelopes as say
from harness.messages import log, merge
from harness.messages.envelopes import LOG, PARTS
from harness.messages.features import Features
from harness.messages.part import Part, folder_of
from harness.messages.teller import Teller
from harness.order import order_of


def pytest_configure(config: pytest.Config) -> None:
    """Every process tells what it acts out; the controller gathers."""
    given: dict[str, str] | None = getattr(config, "workerinput", None)
    if given is None:
        report = (config.invocation_params.dir / config.getoption("--report-dir")).resolve()
        run, worker = uuid.uuid4().hex[:12], "main"
        config.pluginmanager.register(Gatherer(config, report, run), "twofold-messages")
    else:
        report, run, worker = Path(given["twofold_report"]), given["twofold_run"], given["workerid"]
    part = Part(report, run, worker)
    config.pluginmanager.register(Teller(config.rootpath, part, run, worker), "twofold-teller")
    config.pluginmanager.register(Room(part), "twofold-room")


class Room:
    """Begins no example that can't be told: whatever it showed, nobody could say later that it did."""

    def __init__(self, part: Part) -> None:
        self.part = part

    def pytest_runtest_setup(self) -> None:
        """After the story has begun, and before anything is set up for it."""
        if self.part.failed is not None:
            raise OSError(self.part.failed.errno, self.part.lost)


class Gatherer:
    """On the controller: names the run, hears which workers died, and writes the log when all has ended."""

    def __init__(self, config: pytest.Config, report: Path, run: str) -> None:
        self.config, self.report, self.run = config, report, run
        self.began = say.now()
        self.crashed: set[str] = set()
        self.seal = ""

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker which run it is part of, and where its part goes."""
        node.workerinput["twofold_run"] = self.run
        node.workerinput["twofold_report"] = str(self.report)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any, error: object | None) -> None:
        """A worker has left; with an error, it crashed."""
        if error:
            self.crashed.add(node.gateway.id)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Write the log, if an example was acted out; the parts are then no longer needed."""
        parts = sorted(folder_of(self.report, self.run).glob("*.ndjson"))
        if not any(part.stat().st_size for part in parts):  # nothing was acted out, so there is no log
            shutil.rmtree(folder_of(self.report, self.run), ignore_errors=True)
            with contextlib.suppress(OSError):  # another run's parts may lie there
                (self.report / PARTS).rmdir()
            return
        record = self.config.pluginmanager.getplugin("twofold-record")
        acted = merge.Acted(merge.read(parts), self.crashed, record.results if record is not None else {})
        features = Features(self.config.rootpath, profiles.profile_of(self.config))
        envelopes = log.envelopes(acted, features, log.Span(self.run, self.began, say.now()))
        try:
            self.seal = log.write(self.report, envelopes, self._facts())
        except OSError as error:  # the parts stay, and `twofold verify` says that the run has no end
            if record is not None:
                record.lose(session, str(self.report / LOG), error)
            return
        if record is not None:
            record.written = (*record.written, Path(self.config.getoption("--report-dir")) / LOG)
        shutil.rmtree(self.report / PARTS)

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Tell the seal, which proves later that the log is this run's."""
        if self.seal:
            terminalreporter.write_line(f"Event log: {self.report / LOG}")
            terminalreporter.write_line(f"Its seal:  {self.seal}")

    def _facts(self) -> dict[str, Any]:
        """What only the process that was started knows of the run."""
        return {
            "run": self.run,
            "target": str(self.config.getoption("--target", "")),
            "order": order_of(self.config),
            "catalogue_sha256": catalogue.fingerprint(),
            "judgement": self._judgement(),
        }

    def _judgement(self) -> dict[str, Any] | None:
        """The verdict on the run and its exit code, if it was judged."""
        record = self.config.pluginmanager.getplugin("twofold-record")
        judged = getattr(record, "judgement", None)
        return judged and {name: judged[name] for name in ("verdict", "exit_code")}
