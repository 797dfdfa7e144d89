"""Each rule of `twofold check` is seen to fail on a suite with one fault, and to pass on one without."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from harness.check import RULES, Unusable, standards
from tests.check.tiny import BINDING, TinySuite
from tests.check.tiny import HOW_TO as HOW_TO_TEXT

FEATURE, PHRASES = "features/01_opening_a_door.feature", "steps/doors.py"
HOW_TO, LIMITS = "catalogue/how_to.yaml", "catalogue/limits.yaml"
SECOND = """\
Feature: Closing a door
  A door that closes keeps the cold out.
  Everybody in the house is glad of it.
{body}"""
FIRST_EXAMPLE = """\
    Example: Turning the right key
      Given Alice has her key
      When Alice turns her key
      Then the door is open
"""


@dataclass(frozen=True)
class Fault:
    """A fault: what to replace in `file` (all of it when `old` is empty), which rule finds it, and where."""

    rule: str
    old: str
    new: str
    at: str
    also: frozenset[str] = frozenset()
    file: str = FEATURE


def also(*rules: str) -> frozenset[str]:
    return frozenset(rules)


def in_how_to(rule: str, old: str, new: str) -> Fault:
    return Fault(rule, old, new, f"{HOW_TO}:1", file=HOW_TO)


FAULTS = [
    in_how_to("how-to-title", "shows: Turning the right key", "shows: Turning the left key"),
    in_how_to("how-to-title", "rule: The right key opens", "rule: The left key opens"),
    in_how_to("how-to-step", "in: Alice turns her key", "in: Alice breaks her key"),
    in_how_to("how-to-deed", "enter code:", "enter the code:"),
    in_how_to("how-to-place", "{digits}", "{letters}"),
    in_how_to("how-to-place", "{lock.seconds:time}", "{lock.hours:time}"),
    in_how_to("how-to-place", "seconds:time", "seconds:money"),
    in_how_to("how-to-place", "  notes:", "  when: lucky\n  notes:"),
    Fault("statement-without-example", "@G-1b ", "", "catalogue/guide.yaml:7"),
    Fault("unknown-id", "@G-1b", "@G-1b @G-99z", f"{FEATURE}:18"),
    Fault("unknown-id", "@needs-lock", "@needs-luck", f"{FEATURE}:1"),
    Fault("tag-with-colon", "@G-1b", "@G-1b @B01:hard", f"{FEATURE}:18"),
    Fault("tag-on-table", "      Examples:", "      @should\n      Examples:", f"{FEATURE}:36"),
    Fault(
        "repeated-title",
        "Finding what lies behind",
        "Turning the right key",
        f"{FEATURE}:19",
        also("vanished-example"),
    ),
    Fault("repeated-title", "Finding what lies behind", "Turning the right key!", f"{FEATURE}:19"),
    Fault(
        "repeated-title",
        "A wrong key leaves the door closed",
        "The right key opens the door",
        f"{FEATURE}:29",
    ),
    Fault("example-outside-rule", "  @G-1 @B01\n  Rule: The right key opens the door\n", "", f"{FEATURE}:11"),
    Fault("rule-without-id", "@C-1 @B01", "@C-1", f"{FEATURE}:29"),
    Fault(
        "rule-without-example",
        "  @C-1",
        "  @B01\n  Rule: A third rule without any example\n\n  @C-1",
        f"{FEATURE}:29",
    ),
    Fault("outline-parameter", "| other  |", "| others |", f"{FEATURE}:33"),
    Fault("outline-parameter", "turns the <other> key", "turns the cellar key", f"{FEATURE}:36"),
    Fault(
        "outline-parameter",
        "Then the door is open\n",
        "Then the door is <state>\n",
        f"{FEATURE}:16",
        also("undefined-step"),
    ),
    Fault(
        "binds-twice", "", BINDING.format("01_opening_a_door"), f"{FEATURE}:13", file="steps/test_again.py"
    ),
    Fault("undefined-step", "Then the door is open", "Then the door is ajar", f"{FEATURE}:16"),
    Fault(
        "step-kind-mismatch",
        '@then("the door is open")',
        '@when("the door is open")',
        f"{FEATURE}:16",
        also("unused-step"),
        PHRASES,
    ),
    Fault(
        "ambiguous-step",
        "@then(",
        '@then(parsers.parse("the door is {state}"))\n@then(',
        f"{FEATURE}:16",
        file=PHRASES,
    ),
    Fault("unused-step", "@then(", '@then("the door is gone")\n@then(', f"{PHRASES}:19", file=PHRASES),
    Fault("async-step", "def is_open", "async def is_open", f"{PHRASES}:19", file=PHRASES),
    Fault("chapter-title", "Opening a door", "Opening a door.", f"{FEATURE}:2"),
    Fault("chapter-title", "Opening a door", "Opening some door", f"{FEATURE}:2"),
    Fault("chapter-prose", "  Nobody else's key does.\n", "", f"{FEATURE}:2"),
    Fault("chapter-prose", "  Nobody else's key does.\n", "  Nor this.\n" * 4, f"{FEATURE}:2"),
    Fault("loose-prose", "Given Alice has her key", "Gaven Alice has her key", f"{FEATURE}:13"),
    Fault(
        "loose-prose",
        "    Given a door is locked",
        "    Gaven a door is locked",
        f"{FEATURE}:6",
        also("unused-step"),
    ),
    Fault(
        "loose-prose",
        "Rule: The right key opens the door",
        "Rule: The right key opens the door\nNote",
        f"{FEATURE}:10",
    ),
    Fault("rule-title", "The right key opens the door", "Right keys", f"{FEATURE}:10"),
    Fault("rule-title", "The right key opens the door", "The right key opens the door.", f"{FEATURE}:10"),
    Fault("rule-title", "The right key opens the door", "the right key opens the door", f"{FEATURE}:10"),
    Fault("example-title", "Finding what lies behind", "Finding things", f"{FEATURE}:19"),
    Fault("example-title", "Finding what lies behind", "Finding what lies behind.", f"{FEATURE}:19"),
    Fault(
        "too-many-steps",
        "Given Alice has her key\n",
        "Given Alice has her key\n" + "And Alice has her key\n" * 4,
        f"{FEATURE}:13",
    ),
    Fault("step-order", "      When Alice turns her key\n", "", f"{FEATURE}:13"),
    Fault("step-order", "      Then the door is open\n", "", f"{FEATURE}:13"),
    Fault(
        "step-order",
        "When Alice turns her key\n",
        "When Alice turns her key\nAnd Alice turns her key\n",
        f"{FEATURE}:16",
    ),
    Fault(
        "step-order",
        "Then the door is open\n",
        "Given Alice has her key\nThen the door is open\n",
        f"{FEATURE}:16",
    ),
    Fault(
        "step-order",
        "Then the door is open\n",
        "Then the door is open\nGiven a door is locked\n",
        f"{FEATURE}:17",
    ),
    Fault(
        "step-order",
        FIRST_EXAMPLE[-58:],
        "      Then the door is open\n      When Alice turns her key\n",
        f"{FEATURE}:16",
    ),
    Fault(
        "refusal-without-control",
        "Then the door is locked still",
        "Then the <other> key is refused",
        f"{FEATURE}:34",
        also("undefined-step", "unused-step"),
    ),
    Fault("code-literal", "| chair |", "| 123456 |", f"{FEATURE}:23"),
    Fault("code-literal", "Finding what lies behind", "Finding 123 456 behind", f"{FEATURE}:19"),
    Fault("technical-word", "made for another door", "made for another Cookie", f"{FEATURE}:31"),
    Fault("technical-word", "Nobody else's key does.", "Nobody clicks on it.", f"{FEATURE}:2"),
    Fault("technical-word", "| table |", "| web page |", f"{FEATURE}:23"),
    Fault(
        "step-period",
        "Given a door is locked",
        "Given a door is locked.",
        f"{FEATURE}:7",
        also("undefined-step", "unused-step"),
    ),
    Fault("small-table", "        | table |\n", "", f"{FEATURE}:23"),
    Fault("one-row-examples", "        | cellar |\n", "", f"{FEATURE}:36"),
    Fault(
        "background-not-given",
        "Given a door is locked",
        "Then the door is open",
        f"{FEATURE}:7",
        also("unused-step"),
    ),
]


def test_a_suite_without_fault_has_no_findings(tiny: TinySuite) -> None:
    assert tiny.findings() == ()


@pytest.mark.parametrize("fault", FAULTS, ids=[f"{n}-{fault.rule}" for n, fault in enumerate(FAULTS)])
def test_a_rule_finds_its_fault_and_where_it_is(tiny: TinySuite, fault: Fault) -> None:
    if fault.file == HOW_TO:
        tiny.write(HOW_TO, HOW_TO_TEXT)
    if fault.old:
        tiny.edit(fault.file, fault.old, fault.new)
    else:
        tiny.write(fault.file, fault.new)
    found = tiny.findings()
    assert fault.rule in {finding.rule for finding in found}
    assert fault.at in [f"{finding.path}:{finding.line}" for finding in found if finding.rule == fault.rule]
    assert {finding.rule for finding in found} - {fault.rule} <= fault.also, "another rule cries out too"


def test_a_refusal_between_controls_is_no_finding(tiny: TinySuite) -> None:
    tiny.edit(
        FEATURE,
        "Then the door is locked still",
        "Then the key is refused\n      And the next key lets Alice in",
    )
    assert "refusal-without-control" not in {finding.rule for finding in tiny.findings()}


def test_letting_in_before_the_refusal_is_no_control_for_it(tiny: TinySuite) -> None:
    tiny.edit(
        FEATURE,
        "Then the door is locked still",
        "Then the next key lets Alice in\n      And the key is refused",
    )
    assert "refusal-without-control" in {finding.rule for finding in tiny.findings()}


def test_an_unbound_feature_is_found(tiny: TinySuite) -> None:
    tiny.write("features/02_closing_a_door.feature", SECOND.format(body=""))
    assert [str(finding) for finding in tiny.findings()] == [
        "features/02_closing_a_door.feature:1: no test module binds this feature, so it never runs — "
        'write steps/test_<chapter>.py with scenarios("../features/…") in it'
    ]


def test_an_example_that_no_test_came_of_is_found(tiny: TinySuite) -> None:
    tiny.write(
        "steps/test_door.py",
        "from pytest_bdd import scenario\n\n"
        "@scenario('../features/01_opening_a_door.feature', 'Turning the right key')\n"
        "def test_one():\n    pass\n",
    )
    found = tiny.findings()
    assert [(finding.rule, finding.line) for finding in found] == [
        ("vanished-example", 19),
        ("vanished-example", 31),
    ]


def test_a_step_that_one_row_leaves_undefined_is_found(tiny: TinySuite) -> None:
    tiny.edit(FEATURE, "turns the <other> key", "turns <other> key")
    tiny.edit(FEATURE, "| garden |", "| her    |")
    tiny.edit(FEATURE, "| cellar |", "| some   |")
    undefined = [finding for finding in tiny.findings() if finding.rule == "undefined-step"]
    assert [(finding.line, finding.wrong) for finding in undefined] == [
        (33, "no phrase fits 'Alice turns some key'")
    ]


def test_titles_are_compared_across_chapters(tiny: TinySuite) -> None:
    body = "\n  @B01\n  Rule: A door is closed again\n\n" + FIRST_EXAMPLE
    tiny.write("features/02_closing_a_door.feature", SECOND.format(body=body))
    tiny.write("steps/test_closing.py", BINDING.format("02_closing_a_door"))
    [finding] = tiny.findings()
    assert finding.rule == "repeated-title"
    assert "features/01_opening_a_door.feature:13" in finding.wrong


def test_a_phrase_defined_in_two_modules_is_ambiguous(tiny: TinySuite) -> None:
    tiny.write(
        "steps/gates.py", 'from pytest_bdd import then\n\n@then("the door is open")\ndef gate():\n    pass\n'
    )
    tiny.write("conftest.py", "pytest_plugins = ['steps.doors', 'steps.gates']\n")
    assert {finding.rule for finding in tiny.findings()} == {"ambiguous-step"}


def test_a_mark_expression_or_strict_marks_of_the_suite_hide_nothing(tiny: TinySuite) -> None:
    tiny.write("pytest.ini", "[pytest]\naddopts = -m nothing --strict-markers\nfilterwarnings = error\n")
    assert tiny.findings() == ()


def test_every_rule_has_a_test_here() -> None:
    tested = {fault.rule for fault in FAULTS} | {"unbound-feature", "vanished-example", "limit-of-clause"}
    tested |= {rule.id for rule in standards.RULES}  # in test_check_standards
    assert tested == {rule.id for rule in RULES}


def test_a_how_to_that_fits_the_features_gives_no_finding(tiny: TinySuite) -> None:
    tiny.write(HOW_TO, HOW_TO_TEXT)
    assert tiny.findings() == ()


def test_a_how_to_that_makes_no_sense_is_told_by_its_line(tiny: TinySuite) -> None:
    tiny.write(HOW_TO, HOW_TO_TEXT.replace("lead:", "leads:"))
    with pytest.raises(Unusable, match=r"^catalogue/how_to\.yaml:1: 'open-a-door': field 'lead' has no text"):
        tiny.findings()


LIMIT = "limits:\n- clause: C-1\n  measure: key_bits\n  at_least: 128\n  unit: bits\n  strength: must\n"


def test_a_limit_that_fits_the_catalogue_gives_no_finding(tiny: TinySuite) -> None:
    tiny.write(LIMITS, LIMIT)
    assert tiny.findings() == ()


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("C-1", "C-2", "no clause is called 'C-2'"),
        ("key_bits", "key_length", "nothing that is measured is called 'key_length'"),
        ("unit: bits", "unit: seconds", "'key_bits' is measured in bits, not seconds"),
        ("must", "shall", "the strength 'shall' is unknown"),
        ("  at_least: 128\n", "", "it needs bounds (at_least, at_most) or as_declared, and not both"),
        ("128", "128\n  at_most: 64", "at_least is more than at_most, which nothing can be"),
    ],
)
def test_a_limit_that_does_not_fit_is_found(tiny: TinySuite, old: str, new: str, wrong: str) -> None:
    tiny.write(LIMITS, LIMIT.replace(old, new))
    found = [(finding.rule, finding.path, finding.line, finding.wrong) for finding in tiny.findings()]
    assert found == [("limit-of-clause", LIMITS, 2, wrong)]


def test_a_limit_with_a_field_that_nobody_reads_is_told_by_its_line(tiny: TinySuite) -> None:
    tiny.write(LIMITS, LIMIT.replace("at_least", "more_than"))
    with pytest.raises(Unusable, match=r"^catalogue/limits\.yaml:2: the entry has more_than"):
        tiny.findings()


def test_no_two_rules_share_an_id() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


BEYOND = "features/standards/10_closing_a_door.feature"


def beyond_the_guide(tiny: TinySuite, ids: str) -> list[str]:
    """What is found once a chapter beyond the guide, whose rule has these ids, is bound."""
    body = (
        f"\n  {ids}\n  Rule: A door that was closed stays shut\n\n    Example: Leaning on the door"
        "\n      Given Alice has her key\n      When Alice turns her key\n      Then the door is open\n"
    )
    tiny.write(BEYOND, SECOND.format(body=body))
    tiny.write("steps/standards/__init__.py", "")
    tiny.write(
        "steps/standards/test_10.py",
        f"from pytest_bdd import scenarios\n\nscenarios('../../{BEYOND}')\n",
    )
    return [f"{finding.rule}: {finding.wrong}" for finding in tiny.findings()]


def test_a_rule_beyond_the_guide_with_a_behaviour_is_well(tiny: TinySuite) -> None:
    assert beyond_the_guide(tiny, "@B01") == []


def test_a_rule_beyond_the_guide_needs_a_behaviour(tiny: TinySuite) -> None:
    assert beyond_the_guide(tiny, "@G-1") == [
        "rule-without-id: the rule 'A door that was closed stays shut' has no B- id"
    ]


def test_a_statement_has_its_example_in_the_guide(tiny: TinySuite) -> None:
    tiny.edit(FEATURE, "    @G-1b @should\n", "")
    [found] = beyond_the_guide(tiny, "@G-1b @B01")
    assert found.startswith("statement-without-example: no example shows G-1b")
