"""JUnit's XML in the guide's words: chapter, rule and example as names, ids as properties, pictures attached.

pytest writes the file (--junitxml); its test cases are renamed here once the run is judged, before they are
written, since the last verdicts are known only then. `chokepoints.junit` scrubs the file afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from _pytest.junitxml import LogXML, bin_xml_escape, mangle_test_address, xml_key

from harness import catalogue
from harness.formats.wording import line_of, titled
from harness.record import Record
from harness.verdicts import Verdict
from harness.words import rerun

if TYPE_CHECKING:
    from harness.record import Result


class Names:
    """Renames the test cases that pytest has gathered. base: what GitLab takes paths of pictures from."""

    def __init__(self, config: pytest.Config, record: Record, xml: LogXML) -> None:
        self.config, self.record, self.xml = config, record, xml
        self.base = Path(os.environ.get("CI_PROJECT_DIR") or config.rootpath)

    def pytest_sessionfinish(self) -> None:
        """Before pytest writes its file: what was registered last is called first."""
        results = {self._address(result): result for result in self.record.results.values()}
        for reporter in self.xml.node_reporters_ordered:
            case = reporter.to_xml()
            result = results.get((case.get("classname", ""), case.get("name", "")))
            if result is not None:
                self._rename(case, result)
                reporter.to_xml = lambda case=case: case  # type: ignore[method-assign,misc]

    def _address(self, result: Result) -> tuple[str, str]:
        """How pytest names the test case."""
        *classes, name = mangle_test_address(result["nodeid"])
        return ".".join([self.xml.prefix, *classes] if self.xml.prefix else classes), bin_xml_escape(name)

    def _rename(self, case: ElementTree.Element, result: Result) -> None:
        case.set("classname", bin_xml_escape(result["chapter"]))
        case.set("name", bin_xml_escape(self._name(result)))
        if self.xml.family == "xunit1":  # xunit2 knows neither
            case.set("file", result["file"])
            case.set("line", str(line_of(result)))
        self._add_properties(case, result)
        self._add_pictures(case, result)
        if result["verdict"] == Verdict.UNEXPECTED_PASS and case.find("failure") is None:
            ElementTree.SubElement(case, "failure", message=bin_xml_escape(result["why"]))
            self.xml.stats["failure"] += 1
            self.xml.stats["passed"] -= 1

    def _name(self, result: Result) -> str:
        """Unique within the chapter: of two cases with one name, GitLab shows the first alone."""
        browsers = {other["browser"] for other in self.record.results.values()}
        return titled(result) + (f" [{result['browser']}]" if len(browsers) > 1 else "")

    def _add_properties(self, case: ElementTree.Element, result: Result) -> None:
        properties = case.find("properties")
        if properties is None:
            properties = ElementTree.Element("properties")
            case.insert(0, properties)
        target = str(self.config.getoption("--target"))
        for name, value in _properties(result, target):
            ElementTree.SubElement(properties, "property", name=name, value=bin_xml_escape(value))

    def _add_pictures(self, case: ElementTree.Element, result: Result) -> None:
        folder = Path(self.config.invocation_params.dir, self.record.folder)
        paths = [os.path.relpath(folder / picture, self.base) for picture in pictures_of(result)]
        if paths:
            told = ElementTree.SubElement(case, "system-out")
            told.text = "\n".join(f"[[ATTACHMENT|{bin_xml_escape(path)}]]" for path in paths)


def _properties(result: Result, target: str) -> Iterator[tuple[str, str]]:
    known = catalogue.load()
    yield "verdict", result["verdict"]
    if result["why"]:
        yield "why", result["why"]
    yield "target", target
    for name, ids in (("statements", known.statements), ("behaviours", known.ranks)):
        if found := [tag for tag in result["tags"] if tag in ids]:
            yield name, ",".join(found)
    if result["browser"]:
        yield "browser", result["browser"]
    yield "feature", f"{result['file']}:{result['line']}"
    yield "run_again", rerun(result["nodeid"], target, result["browser"])


def pictures_of(result: Result) -> list[str]:
    """The pictures of an example within the run's folder, the last (of a failure, where it failed) first."""
    deeds = [deed for step in result["steps"] for deed in step.get("evidence", ())]
    return [deed["picture"] for deed in reversed(deeds) if deed.get("picture")]


def rename(config: pytest.Config, record: Record) -> None:
    """Take part where pytest writes JUnit's XML."""
    xml = config.stash.get(xml_key, None)
    if xml is not None:
        config.pluginmanager.register(Names(config, record, xml), "twofold-junit")
