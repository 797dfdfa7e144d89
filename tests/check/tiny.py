"""A tiny suite without a fault, and the catalogue that it answers to; tests write it afresh and break it."""

from __future__ import annotations

from pathlib import Path

from harness.catalogue import Behaviour, Catalogue, Sentence, Statement
from harness.check import Finding, findings, read_suite

FEATURE = """\
@needs-lock
Feature: Opening a door
  A key opens the door that it was made for.
  Nobody else's key does.

  Background:
    Given a door is locked

  @G-1 @B01
  Rule: The right key opens the door

    @G-1a
    Example: Turning the right key
      Given Alice has her key
      When Alice turns her key
      Then the door is open

    @G-1b @should
    Example: Finding what lies behind
      Given Alice has her key
      When Alice turns her key
      Then the door is open
      And these things can be seen
        | thing |
        | chair |
        | table |

  @C-1 @B01
  Rule: A wrong key leaves the door closed

    Scenario Outline: Turning a key made for another door
      Given Alice has her key
      When Alice turns the <other> key
      Then the door is locked still

      Examples:
        | other  |
        | garden |
        | cellar |
"""

PHRASES = """\
from pytest_bdd import given, parsers, then, when

@given("a door is locked")
def locked():
    pass

@given(parsers.parse("{name} has her key"))
def has_key(name):
    pass

@when(parsers.parse("{name} turns her key"))
def turns_own(name):
    pass

@when(parsers.parse("{name} turns the {which} key"))
def turns_other(name, which):
    pass

@then("the door is open")
def is_open():
    pass

@then("these things can be seen")
def seen(datatable):
    pass

@then("the door is locked still")
def still_locked():
    pass
"""

BINDING = "from pytest_bdd import scenarios\n\nscenarios('../features/{}.feature')\n"

HOW_TO = """\
- id: open-a-door
  title: Open a door
  shows: Turning the right key
  lead: A key opens it.
  steps:
    - in: Alice turns her key
      deeds:
        enter code: Enter the {digits} digits of your key, within {lock.seconds:time}.
  notes:
    - rule: The right key opens the door
"""

FILES = {
    "features/01_opening_a_door.feature": FEATURE,
    "steps/__init__.py": "",
    "steps/doors.py": PHRASES,
    "steps/test_door.py": BINDING.format("01_opening_a_door"),
    "conftest.py": "pytest_plugins = ['steps.doors']\n",
}

CATALOGUE = Catalogue(
    sentences=(
        Sentence(
            id="G-1",
            place="intro, 1",
            says="A key opens its door.",
            statements=(Statement("G-1a", "it opens", "G-1", 5), Statement("G-1b", "and shows", "G-1", 7)),
            behaviours=("B01",),
            clauses=("C-1",),
        ),
    ),
    behaviours=(Behaviour("B01", "The right key opens", "must", ("G-1",), ("C-1",)),),
    clauses=("C-1",),
)


class TinySuite:
    """The files of a small suite; edits apply to what is there, and must find what they replace."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.feature = root / "features/01_opening_a_door.feature"
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text, f"the tiny suite's {name} has no {old!r} to replace"
        self.write(name, text.replace(old, new, 1))

    def findings(self) -> tuple[Finding, ...]:
        return findings(read_suite(self.root, CATALOGUE))
