"""Writes a proof: proof.html for people, proof.json for machines, proof.txt for a look in a terminal."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from harness import catalogue, yaml_text
from harness.counting import counted
from harness.prove.campaign import Fault
from harness.prove.proof import Proof
from harness.words import product

_HERE = Path(__file__).resolve().parent
_STYLES = (_HERE.parent / "report" / "templates" / "style.css", _HERE / "templates" / "proof.css")


@dataclass(frozen=True)
class Defect:
    """A class of real defects, as far as the page tells of it."""

    group: str
    fault: str
    seen_in: str

    @property
    def places(self) -> list[str]:
        """Where it was reported, one by one."""
        return [place.strip() for place in self.seen_in.split(";")]


def write(proof: Proof, folder: Path) -> Path:
    """Write the three files into a folder, which is made; returns the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join(proof.lines())
    (folder / "proof.txt").write_text(text + "\n", encoding="utf-8")
    data = json.dumps(proof.as_data(), indent=1, ensure_ascii=False)
    (folder / "proof.json").write_text(data + "\n", encoding="utf-8")
    style = "\n".join(path.read_text(encoding="utf-8") for path in _STYLES)
    html = (
        _environment()
        .get_template("proof.html")
        .render(
            proof=proof,
            product=product(proof.target),
            groups=_grouped(proof),
            defects=_defects(),
            behaviours={behaviour.id: behaviour for behaviour in proof.catalogue.behaviours},
            columns=_tried(proof),
            cell=partial(_cell, proof),
            style=Markup(style),
            style_source=f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'",
        )
    )
    written = folder / "proof.html"
    written.write_text(html, encoding="utf-8")
    return written


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(counted=counted)
    return environment


def _defects() -> dict[str, Defect]:
    """The classes of catalogue/faults.yaml by id."""
    entries = yaml_text.read((catalogue.FOLDER / "faults.yaml").read_text(encoding="utf-8"))
    return {entry["id"]: Defect(entry["group"], entry["fault"], entry["seen_in"]) for entry in entries}


def _grouped(proof: Proof) -> dict[str, list[Fault]]:
    """The faults by the groups of the catalogue, in its order."""
    defects = _defects()
    groups: dict[str, list[Fault]] = {defect.group: [] for defect in defects.values()}
    for fault in proof.faults:
        groups[defects[fault.defect].group].append(fault)
    return {group: faults for group, faults in groups.items() if faults}


def _tried(proof: Proof) -> list[str]:
    """The behaviours that any example stood for in these trials, in the catalogue's order."""
    tried = {b for trial in proof.trials for name in trial.seen for b in proof.examples[name].behaviours}
    return [behaviour.id for behaviour in proof.catalogue.behaviours if behaviour.id in tried]


def _cell(proof: Proof, fault: Fault, behaviour: str) -> str:
    """What a fault did to a behaviour: caught, missed, bystander, unclear, green, or nothing if untried."""
    trial = proof.worst(fault.id)
    here = [name for name in trial.seen if behaviour in proof.examples[name].behaviours]
    if any(name in trial.bystanders for name in here):
        return "bystander"
    if must := [name for name in trial.must if behaviour in proof.examples[name].behaviours]:
        return "missed" if any(name in trial.survived for name in must) else "caught"
    if any(name in trial.unclear for name in here):
        return "unclear"
    return "green" if here else ""
