"""Backup codes: shown once, saved, used once, replaced."""

from __future__ import annotations

import re
from collections.abc import Callable

from pytest_bdd import given, then, when

from harness.codes import CODES
from harness.expect import expect
from harness.people import Person
from harness.phrases import parse
from harness.stage import Stage
from steps.set_up import scan_set_up
from steps.signing_in import has_signed_in_and_out

WRITING_SECONDS = 2
"""Nobody saves codes within the second that they came in; what a browser keeps can depend on it."""


@given(parse("{who:Person} has just been shown her backup codes"))
def has_been_shown_codes(stage: Stage, who: str) -> None:
    person = stage.act(who)
    scan_set_up(person)
    person.confirm_set_up()


@given(parse("{who:Person} has used one of her backup codes"))
def has_used_a_code(stage: Stage, who: str) -> None:
    has_signed_in_and_out(stage, who, CODES["a backup code"])


@given(parse("{who:Person} has made new backup codes"))
def has_made_new_codes(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.sign_in()
    person.make_new_codes()
    person.browser.finish_saving()
    person.sign_out()


def _few(stage: Stage) -> int:
    return stage.backup_codes.few


LEFT: dict[str, Callable[[Stage], int]] = {
    "one more than a few is left": lambda stage: _few(stage) + 1,
    "a single one is left": lambda stage: 1,
}


@given(parse("{who:Person} has used her backup codes until {left:Left}", Left=LEFT))
def has_used_up(stage: Stage, who: str, left: Callable[[Stage], int]) -> None:
    person = stage.person(who)
    while len(person.saved.codes) - len(person.saved.used) > left(stage):
        has_used_a_code(stage, who)


@when(parse("{who:Person} makes new backup codes"))
def makes_new_codes(stage: Stage, who: str) -> None:
    stage.act(who).make_new_codes()


@when(parse("{who:Person} downloads her backup codes"))
def downloads_codes(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.downloaded = person.browser.download_backup_codes().split()


def _loading_again(person: Person) -> str:
    person.browser.reload()
    return person.browser.page_text()


def _going_back(person: Person) -> str:
    clock = person.stage.target.clock
    if clock.movable:
        clock.advance(WRITING_SECONDS)
    person.browser.finish_saving()
    person.browser.go_back()
    return person.browser.page_text()


def _in_settings(person: Person) -> str:
    person.browser.visit_security_settings()
    return person.browser.page_text()


def _on_second_device(person: Person) -> str:
    person.new_device()
    person.sign_in()
    return _in_settings(person)


def _as_a_script(person: Person) -> str:
    return person.browser.fetch_backup_codes()


LOOKS = {
    "by loading them once more": _loading_again,
    "by going back after leaving them": _going_back,
    "in her security settings": _in_settings,
    "on a second device": _on_second_device,
    "by asking for them directly, as a script does": _as_a_script,
}


@when(parse("{who:Person} looks for her backup codes again {look:Look}", Look=LOOKS))
def looks_again(stage: Stage, who: str, look: Callable[[Person], str]) -> None:
    person = stage.act(who)
    person.looked_at = look(person)


def _no_two_alike(person: Person) -> None:
    codes = person.saved.codes
    repeated = len(codes) - len(set(codes))
    expect(not repeated, "Every backup code is different.", f"{repeated} repeat")


def _none_old(person: Person) -> None:
    kept = set(person.saved.codes) & set(person.old_saved.codes)
    expect(not kept, "The new set holds no old code.", f"{len(kept)} old codes are in it")


SETS = {"no two alike": _no_two_alike, "none of them an old one": _none_old}


@then(parse("{who:Person} is shown a full set of backup codes, {what:Set}", Set=SETS))
def is_shown_a_full_set(stage: Stage, who: str, what: Callable[[Person], None]) -> None:
    person, promised = stage.person(who), stage.backup_codes.count
    shown = person.browser.backup_codes_shown()
    expect(len(shown) == promised, f"{promised} backup codes are shown.", f"{len(shown)} are shown")
    if person.saved.codes != shown:
        person.write_codes_down()
    what(person)


@then(parse("the file holds exactly the codes that {who:Person} was shown"))
def file_holds_the_codes(stage: Stage, who: str) -> None:
    person = stage.person(who)
    in_file = [word for word in person.downloaded if _shape(word) == _shape(person.saved.codes[0])]
    expect(
        in_file == person.saved.codes, "The file holds the codes shown, all of them.", f"{len(in_file)} codes"
    )


def _shape(word: str) -> str:
    """What a code looks like, whatever it says: letters and digits alike."""
    return "".join("x" if c.isalnum() else c for c in word)


def _from_the_file(person: Person) -> str:
    return next(code for code in person.downloaded if code in person.saved.codes)


def _written_down(person: Person) -> str:
    return person.saved.take()


SOURCES = {
    "from the file": _from_the_file,
    "that she wrote down": _written_down,
    "from the new set": _written_down,
}


@then(parse("a backup code {source:Source} lets {who:Person} in", Source=SOURCES))
def code_lets_in(stage: Stage, who: str, source: Callable[[Person], str]) -> None:
    person = stage.person(who)
    person.must_be_in(person.enter_backup_code(source(person)))


@then(parse("{who:Person} can copy her backup codes as text"))
def can_copy(stage: Stage, who: str) -> None:
    person = stage.person(who)
    person.write_codes_down()
    selected = person.browser.select_all()
    missing = [code for code in person.saved.codes if code not in selected]
    expect(not missing, "The codes can be selected as text.", f"{len(missing)} of them can't")


@then("none of her backup codes can be seen")
def no_code_seen(stage: Stage) -> None:
    person = stage.spotlight
    seen = [code for code in person.saved.codes if code in person.looked_at]
    expect(bool(person.looked_at), "The product answers.", "nothing at all")
    expect(not seen, "None of the codes is shown again.", f"{len(seen)} of them are")


WARNINGS: dict[str, re.Pattern[str]] = {
    "that few backup codes are left": re.compile(
        r"run(s|ning)? out|\bfew\b|\bonly\b|\d+\b.*\bleft\b", re.I | re.S
    ),
    "that no backup code is left": re.compile(r"\b(no|none|0|zero)\b|used (up|all)|lose your phone", re.I),
}


@then(parse("{who:Person} is warned {warning:Warning}", Warning=WARNINGS))
def is_warned(stage: Stage, who: str, warning: re.Pattern[str]) -> None:
    told = stage.person(who).browser.backup_codes_warning()
    named = bool(warning.search(told))
    expect(named, "The owner is warned where she sees her codes counted.", repr(told))


@then(parse("{who:Person} is not warned about her backup codes"))
def is_not_warned(stage: Stage, who: str) -> None:
    told = stage.person(who).browser.backup_codes_warning()
    expect(not told, "Nobody is warned while there are plenty.", repr(told))


@then("one backup code fewer is left, where the product counts them")
def one_fewer_is_left(stage: Stage) -> None:
    person = stage.spotlight
    left = person.browser.backup_codes_left()
    unused = len(person.saved.codes) - len(person.saved.used)
    expect(left in (None, unused), f"{unused} codes are left.", f"the settings count {left}")
