"""Checks of declared facts that need no moved time: each is confirmed, contradicted or not tested."""

from __future__ import annotations

from collections.abc import Callable

from harness.doctor import place
from harness.doctor.check import Check
from harness.doctor.finding import NotTested, Wrong
from harness.doctor.visit import Visit
from harness.expect import Unmet
from harness.failure import Fault
from harness.otpauth import UnreadableKey
from harness.people import Person
from targets.port import BackupCodes, Outcome


def declared(visit: Visit, fact: str) -> object:
    """What the target declares: `digits`, or `lock.threshold`; None where it declares no such record."""
    owner, _, name = fact.rpartition(".")
    record = getattr(visit.facts, owner) if owner else visit.facts
    return None if record is None else getattr(record, name)


def judge(visit: Visit, fact: str, agrees: bool, found: str) -> str:
    """Confirmed, or raise Wrong with the line of the declaration."""
    if agrees:
        return "confirmed"
    value = declared(visit, fact)
    raise Wrong(
        f"{fact}={value!r}, as it is declared.",
        f"Contradicted: {found}",
        f"declare {fact} as the product is; where the product is wrong, mend that.",
        place.of_fact(visit.target, fact),
        Fault.TARGET,
    )


def of_key(name: str) -> Callable[[Visit], str]:
    """Of the key that was scanned."""

    def check(visit: Visit) -> str:
        told = getattr(visit.alice.phone.entry().key, name)
        return judge(visit, name, told == declared(visit, name), f"the scanned key says {told}.")

    return check


def backup_codes_of(visit: Visit) -> BackupCodes:
    """The declared backup codes. Raises NotTested where there are none."""
    if visit.facts.backup_codes is None:
        raise NotTested("the target declares no backup codes")
    return visit.facts.backup_codes


def has_backup_codes(visit: Visit) -> str:
    """Whether there are backup codes at all."""
    offered = bool(visit.alice.saved.codes) or visit.alice.browser.offers_backup_codes()
    is_declared = visit.facts.backup_codes is not None
    return judge(
        visit, "backup_codes", offered == is_declared, f"{'some' if offered else 'none'} are offered."
    )


def number_of_codes(visit: Visit) -> str:
    """As many as declared, all different."""
    count, codes = backup_codes_of(visit).count, visit.alice.saved.codes
    different = len(set(codes))
    found = f"{len(codes)} are shown, {different} of them different."
    return judge(visit, "backup_codes.count", len(codes) == different == count, found)


def on_request(visit: Visit) -> str:
    """Whether turning 2FA on showed them by itself."""
    backup_codes_of(visit)
    is_declared = declared(visit, "backup_codes.on_request")
    found = f"turning 2FA on showed {'some' if visit.codes_at_once else 'none'}."
    return judge(visit, "backup_codes.on_request", visit.codes_at_once != is_declared, found)


def renewable(visit: Visit) -> str:
    """A new set can be made."""
    if not backup_codes_of(visit).renewable:
        raise NotTested("there is nothing to ask for where it is declared not to be")
    alice = visit.alice
    before = set(alice.saved.codes)
    alice.make_new_codes()
    after = alice.saved.codes
    return judge(
        visit,
        "backup_codes.renewable",
        bool(after) and not before & set(after),
        f"{len(before & set(after))} of {len(after)} codes of the new set are old ones.",
    )


def download(visit: Visit) -> str:
    """The codes shown by the check before can be saved."""
    if not backup_codes_of(visit).download:
        raise NotTested("there is nothing to ask for where it is declared not to be")
    alice = visit.alice
    if not alice.browser.backup_codes_shown():
        raise NotTested("no codes are shown now")
    text = alice.browser.download_backup_codes()
    missing = [code for code in alice.saved.codes if code not in text]
    return judge(visit, "backup_codes.download", not missing, f"{len(missing)} codes are not in the file.")


def activity(visit: Visit) -> str:
    """The owner reads recent events."""
    told = visit.alice.browser.activity()
    nowhere = not told and getattr(visit.driver_in_hand, "activity_place", None) == ""
    said = f"the driver reads {len(told)} events{'; its activity_place names nothing' if nowhere else ''}."
    return judge(visit, "activity", bool(told) == visit.facts.activity, said)


def outbox(visit: Visit) -> str:
    """What was sent to the owner can be read; where nothing was sent yet, a reset link is asked for."""
    alice, target = visit.alice, visit.target
    told = visit.do(target, "notices", lambda: target.notices(alice.account))
    if visit.facts.outbox and not told:
        visit.stage.person("Bob").new_device().ask_for_reset(alice.account.email)
        told = visit.do(target, "notices", lambda: target.notices(alice.account))
    return judge(visit, "outbox", bool(told) == visit.facts.outbox, f"notices() reads {len(told)} messages.")


def same_key_on_reload(visit: Visit) -> str:
    """Bob loads a set-up twice."""
    bob = _bob(visit)
    bob.begin_set_up()
    first = bob.scan().key.secret
    bob.load_set_up_again()
    is_same = bob.come_to_key().key.secret == first
    found = f"the key is {'the same' if is_same else 'a new one'} after a reload."
    return judge(visit, "same_key_on_reload", is_same == visit.facts.same_key_on_reload, found)


def same_key_on_restart(visit: Visit) -> str:
    """Bob leaves a set-up and begins another."""
    bob = _bob(visit)
    bob.begin_set_up()
    first = bob.scan().key.secret
    bob.leave_set_up()
    bob.begin_set_up()
    is_same = bob.scan().key.secret == first
    found = f"a set-up that was left and begun again shows {'the same' if is_same else 'a new'} key."
    return judge(visit, "same_key_on_restart", is_same == visit.facts.same_key_on_restart, found)


def ends_other_sessions(visit: Visit) -> str:
    """Bob finishes his set-up while another of his devices is signed in."""
    bob = _bob(visit)
    here = bob.devices.index(bob.browser)
    there = bob.new_device()
    bob.sign_in_with_password()
    bob.take_device(here)
    bob.link_phone()
    is_ended = not there.is_signed_in()
    bob.turn_off()
    found = f"the other device is {'signed out' if is_ended else 'still signed in'}."
    return judge(visit, "ends_other_sessions", is_ended == visit.facts.ends_other_sessions, found)


def _bob(visit: Visit) -> Person:
    """Bob, signed in without 2FA."""
    visit.fresh_step()
    bob = visit.stage.act("Bob")
    if not bob.browser.is_signed_in():
        bob.sign_in_with_password()
    return bob


def can_relink(visit: Visit) -> str:
    """Whether Alice gets a new key while 2FA is on; she leaves it at that."""
    alice = visit.alice
    kept, fresh = alice.phone.entry().key.secret, alice.new_phone()
    try:
        alice.begin_relink(fresh)
        is_new = alice.scan().key.secret != kept
    except (Wrong, Unmet, UnreadableKey):
        if visit.facts.can_relink:
            raise
        return "confirmed"
    finally:
        alice.leave_set_up()
    found = f"a QR code with {'a new' if is_new else 'the present'} key is shown."
    return judge(visit, "can_relink", is_new == visit.facts.can_relink, found)


def accounts_are_shared(visit: Visit) -> str:
    """Two people, two accounts."""
    if visit.facts.shared_accounts:
        raise NotTested("accounts may be shared, and needn't be")
    return "confirmed"


def wrong_code_ends_set_up(visit: Visit) -> str:
    """Where it isn't declared, Alice's set-up went on after a wrong code; where it is, Bob's doesn't."""
    is_declared = visit.facts.wrong_code_ends_set_up
    ended = _ends_bobs_set_up(visit) if is_declared else visit.set_up_was_ended
    found = "after a wrong code " + ("it had to be begun anew." if ended else "a right one finished it.")
    return judge(visit, "wrong_code_ends_set_up", ended == is_declared, found)


def _ends_bobs_set_up(visit: Visit) -> bool:
    """Bob gives a wrong code and then a right one of the same key, without beginning anew."""
    bob = _bob(visit)
    bob.begin_set_up()
    bob.scan()
    bob.finish_set_up(bob.phone.wrong_code())
    try:
        is_on = bob.finish_set_up(bob.phone.code()).outcome is Outcome.DONE
    except Wrong:  # there is no field for a code any more
        is_on = False
    if is_on:
        bob.turn_off()
    else:
        bob.leave_set_up()
    return not is_on


def untold(reason: str) -> Callable[[Visit], str]:
    """A fact that a visit doesn't test."""

    def check(visit: Visit) -> str:
        raise NotTested(reason)

    return check


def fact(name: str, act: Callable[[Visit], str], *, at_once: bool = False) -> Check:
    """A check of a fact. at_once: of what was read before."""
    return Check(name, act, vital=False, fact=name, at_once=at_once)


BEYOND = "a chapter beyond the guide acts it out (twofold guide --profile all)"
MEASURED = "it is measured (twofold measure)"

CHECKS = (
    fact("digits", of_key("digits"), at_once=True),
    fact("period", of_key("period"), at_once=True),
    fact("algorithm", of_key("algorithm"), at_once=True),
    fact("backup_codes", has_backup_codes),
    fact("backup_codes.count", number_of_codes, at_once=True),
    fact("backup_codes.on_request", on_request, at_once=True),
    fact("backup_codes.renewable", renewable),
    fact("backup_codes.download", download),
    fact("can_relink", can_relink),
    fact("activity", activity),
    fact("same_key_on_reload", same_key_on_reload),
    fact("same_key_on_restart", same_key_on_restart),
    fact("wrong_code_ends_set_up", wrong_code_ends_set_up),
    fact("ends_other_sessions", ends_other_sessions),
    fact("outbox", outbox),
    fact("shared_accounts", accounts_are_shared, at_once=True),
    fact("keeps_wanted_place", untold(BEYOND), at_once=True),
    fact("sign_in_names_place", untold(BEYOND), at_once=True),
    fact("password_change", untold(BEYOND), at_once=True),
    fact("remembered_days", untold(BEYOND), at_once=True),
    fact("password_limit", untold(BEYOND), at_once=True),
    fact("device_list", untold(BEYOND), at_once=True),
    fact("names_with_signs", untold(BEYOND), at_once=True),
    fact("backup_codes.few", untold(BEYOND), at_once=True),
    fact("backup_codes.bits", untold(MEASURED), at_once=True),
    fact("key_bits", untold(MEASURED), at_once=True),
    fact("idle_seconds", untold(MEASURED), at_once=True),
    fact("overall_seconds", untold(MEASURED), at_once=True),
    fact("rest_seconds", untold("only a whole run shows whether that is long enough"), at_once=True),
)
