"""Backup codes: shown once, saved, used once, replaced."""

from __future__ import annotations

from pytest_bdd import given, then, when

from harness.codes import BACKUP_CODES
from harness.expect import expect
from harness.people import WRONG_PASSWORD, Person, SavedCodes
from harness.phrases import phrase
from harness.stage import Stage
from steps.set_up import has_scanned
from steps.signing_in import must_be_refused
from targets.port import Outcome


@given(phrase("{who:Person} has just been shown her backup codes"))
def has_been_shown_codes(stage: Stage, who: str) -> None:
    has_scanned(stage, who)
    stage.person(who).confirm_set_up()


@given(phrase("{who:Person} has used one of her backup codes"))
def has_used_a_code(stage: Stage, who: str) -> None:
    has_signed_in_with_backup_code(stage, who)
    stage.person(who).sign_out()


@given(phrase("{who:Person} has signed in with a backup code"))
def has_signed_in_with_backup_code(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.must_be_in(person.enter_backup_code(person.saved.take()))


@given(phrase("{who:Person} has made new backup codes"))
def has_made_new_codes(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.sign_in()
    person.make_new_codes()
    person.browser.finish_saving()
    person.sign_out()


@when(phrase("{who:Person} makes new backup codes"))
def makes_new_codes(stage: Stage, who: str) -> None:
    stage.act(who).make_new_codes()


@when(phrase("{who:Person} asks for new backup codes"))
def asks_for_new_codes(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.answer = person.browser.begin_new_backup_codes()


@when(phrase("{who:Person} signs in with her password and {code:BackupCode}"))
def signs_in_with_backup_code(stage: Stage, who: str, code: str) -> None:
    person = stage.act(who)
    person.sign_in_with_password()
    person.enter_backup_code(BACKUP_CODES[code](person))


@when(phrase("{who:Person} enters one backup code on both at the same moment"))
def enters_one_backup_code_twice(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.devices[0].race_codes(person.devices[1], person.saved.take(), backup=True)


@when(phrase("{who:Person} reads her list of backup codes"))
def reads_her_list(stage: Stage, who: str) -> None:
    stage.act(who).saved.must_hold_codes()


@when(phrase("{who:Person} downloads her backup codes"))
def downloads_codes(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.downloaded = SavedCodes([line for line in person.browser.download_backup_codes().split() if line])


@when(phrase("{who:Person} loads the backup codes once more"))
def loads_codes_again(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.browser.reload()
    person.looked_at = person.browser.page_text()


@when(phrase("{who:Person} goes back to the backup codes after leaving"))
def goes_back_to_codes(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.browser.finish_saving()
    person.browser.go_back()
    person.looked_at = person.browser.page_text()


@when(phrase("{who:Person} looks for the backup codes on a second device"))
def looks_on_second_device(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.new_device()
    person.sign_in()
    looks_in_settings(stage, who)


@when(phrase("{who:Person} looks in her security settings again"))
def looks_in_settings(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.browser.visit_security_settings()
    person.looked_at = person.browser.page_text()


@when(phrase("{who:Person} asks for the backup codes directly, as a script"))
def asks_as_a_script(stage: Stage, who: str) -> None:
    person = stage.act(who)
    person.looked_at = person.browser.fetch_backup_codes()


@then(phrase("{who:Person} is shown a full set of backup codes"))
def is_shown_a_full_set(stage: Stage, who: str) -> None:
    shown = stage.person(who).browser.backup_codes_shown()
    promised = stage.backup_codes.count
    expect(len(shown) == promised, f"{promised} backup codes are shown.", f"{len(shown)} are shown")
    if stage.person(who).saved.codes != shown:
        stage.person(who).write_codes_down()


@then("no two backup codes are alike")
def no_two_alike(stage: Stage) -> None:
    codes = stage.spotlight.saved.codes
    expect(
        len(set(codes)) == len(codes),
        "Every backup code is different.",
        f"{len(codes) - len(set(codes))} repeat",
    )


@then("none of them is an old one")
def none_is_old(stage: Stage) -> None:
    kept = set(stage.spotlight.saved.codes) & set(stage.spotlight.old_saved.codes)
    expect(not kept, "The new set holds no old code.", f"{len(kept)} old codes are in it")


@then(phrase("the first, the middle and the last of them each let {who:Person} in"))
def some_codes_let_in(stage: Stage, who: str) -> None:
    person = stage.person(who)
    codes = person.saved.codes
    for code in (codes[0], codes[len(codes) // 2], codes[-1]):
        _must_let_in(person, code)
        person.sign_out()


@then(phrase("no backup codes are offered to {who:Person}"))
def none_offered(stage: Stage, who: str) -> None:
    browser = stage.person(who).browser
    expect(not browser.backup_codes_shown(), "No backup codes are shown yet.", "some are shown")
    expect(not browser.offers_backup_codes(), "Backup codes aren't offered yet.", "the settings offer them")


@then(phrase("the file holds exactly the codes that {who:Person} was shown"))
def file_holds_the_codes(stage: Stage, who: str) -> None:
    person = stage.person(who)
    in_file = [word for word in person.downloaded.codes if _shape(word) == _shape(person.saved.codes[0])]
    expect(
        in_file == person.saved.codes, "The file holds the codes shown, all of them.", f"{len(in_file)} codes"
    )


def _shape(word: str) -> str:
    """What a code looks like, whatever it says: letters and digits alike."""
    return "".join("x" if c.isalnum() else c for c in word)


@then(phrase("a backup code from the file lets {who:Person} in"))
def code_from_file_lets_in(stage: Stage, who: str) -> None:
    person = stage.person(who)
    _on_fresh_device(person, next(code for code in person.downloaded.codes if code in person.saved.codes))


@then(phrase("a backup code that she wrote down lets {who:Person} in"))
def written_code_lets_in(stage: Stage, who: str) -> None:
    _on_fresh_device(stage.person(who), stage.person(who).saved.take())


@then(phrase("a backup code from the new set lets {who:Person} in"))
def new_code_lets_in(stage: Stage, who: str) -> None:
    _on_fresh_device(stage.person(who), stage.person(who).saved.take())


@then(phrase("{who:Person} is advised to keep her backup codes away from this computer"))
def is_advised(stage: Stage, who: str) -> None:
    advice = stage.person(who).browser.keeping_advice()
    expect(bool(advice.strip()), "The codes come with advice on where to keep them.", "there is none")


@then(phrase("{who:Person} can copy her backup codes as text"))
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


@then("the backup code is refused")
def backup_code_is_refused(stage: Stage) -> None:
    must_be_refused(stage.spotlight, stage.spotlight.answer.outcome)


@then(phrase("{who:Person} is offered to use a backup code instead"))
def is_offered_backup_way(stage: Stage, who: str) -> None:
    expect(
        stage.person(who).browser.offers_backup_way(), "The second step offers the backup way.", "it doesn't"
    )


@then("one backup code fewer is left, where the product counts them")
def one_fewer_is_left(stage: Stage) -> None:
    person = stage.spotlight
    left = person.browser.backup_codes_left()
    unused = len(person.saved.codes) - len(person.saved.used)
    expect(left in (None, unused), f"{unused} codes are left.", f"the settings count {left}")


@then(phrase("{who:Person} is told that a backup code was used"))
def is_told(stage: Stage, who: str) -> None:
    notices = stage.target.notices(stage.person(who).account)
    told = [
        notice.subject for notice in notices if "backup code" in f"{notice.subject} {notice.text}".lower()
    ]
    told = [subject for subject in told if "used" in subject.lower()]
    expect(bool(told), "A notice says that a backup code was used.", [notice.subject for notice in notices])


@then(phrase("a wrong password leaves {who:Person}'s old backup codes in force"))
def old_codes_stay(stage: Stage, who: str) -> None:
    person = stage.person(who)
    answer = person.browser.confirm_password(WRONG_PASSWORD)
    expect(answer.outcome is Outcome.REJECTED, "A wrong password is refused.", answer)
    _on_fresh_device(person, person.saved.take())


def _on_fresh_device(person: Person, code: str) -> None:
    person.new_device()
    _must_let_in(person, code)


def _must_let_in(person: Person, code: str) -> None:
    person.must_be_in(person.enter_backup_code(code))
