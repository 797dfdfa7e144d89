"""The policies of the standards: their numbers are what the server does, and the reference target says so."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from harness import profile_data
from server import variants
from server.__main__ import main
from server.clock import Clock
from server.flows import devices
from server.lantern import Visitor
from server.policies import Policies
from server.policy import Policy
from server.settings import Settings, SettingsError
from server.store.queries import account_by_email
from targets.port import TargetError
from targets.reference.product import POLICY_ENVIRONMENT, ReferenceProduct
from tests.server.conftest import Alice
from tests.server.people import CHEAP, EMAIL, PASSWORD, House, open_house

MINUTE, DAY = 60, 86400
Open = Callable[[str], tuple[House, Alice]]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """Opens a server with a policy, and Alice has 2FA on there."""

    def run(name: str) -> tuple[House, Alice]:
        cheap = {field: getattr(CHEAP, field) for field in ("argon2_memory_kib", "argon2_passes")}
        house = open_house(tmp_path, Policies.standard(replace(variants.policy(name), **cheap)))
        browser = house.browser()
        browser.sign_up()
        phone, codes = browser.bind(house.now)
        house.wait(30)
        return house, Alice(browser, phone, codes)

    return run


def test_the_guide_s_policy_is_the_default() -> None:
    assert variants.policy() == variants.policy("guide") == Policy()


def test_each_standard_with_a_profile_has_a_policy() -> None:
    assert set(variants.NAMES) - {"remembering"} == set(profile_data.load().by_id) - {"all"}


@pytest.mark.parametrize("name", variants.NAMES)
def test_a_variant_changes_the_numbers_that_it_names_and_no_other(name: str) -> None:
    guide, its = asdict(Policy()), asdict(variants.policy(name))
    assert {field: its[field] for field in its if its[field] != guide[field]} == variants.changed(name)


@pytest.mark.parametrize(("name", "minutes"), [("psd2", 5), ("pci", 15), ("guide", 60)])
def test_a_session_ends_when_it_was_idle_for_as_long_as_the_policy_says(
    opened: Open, name: str, minutes: int
) -> None:
    house, alice = opened(name)
    with closing(house.lantern.database):
        assert alice.browser.is_signed_in()
        house.wait(minutes * MINUTE - 90)  # when it was last seen is kept to the minute
        assert alice.browser.is_signed_in()
        house.wait(minutes * MINUTE)
        assert not alice.browser.is_signed_in()


@pytest.mark.parametrize(
    ("name", "tries", "minutes"), [("pci", 5, 30), ("nist-800-63b", 10, 15), ("guide", 5, 15)]
)
def test_a_lock_begins_and_ends_as_the_policy_says(opened: Open, name: str, tries: int, minutes: int) -> None:
    house, alice = opened(name)
    with closing(house.lantern.database):
        browser = house.browser()
        browser.sign_in()
        wrong = alice.phone.wrong_code(house.now)
        answers = [browser.enter_code(wrong).status_code for _ in range(tries)]
        assert (len(set(answers[:-1])), answers[-1] == answers[0]) == (1, False)
        house.wait(minutes * MINUTE - 1)
        browser.sign_in()
        assert browser.enter_code(alice.phone.code(house.now)).status_code == 429
        house.wait(1)
        assert browser.enter_code(alice.phone.code(house.now)).status_code == 303


@pytest.mark.parametrize(("name", "is_taken"), [("asvs-l2", False), ("guide", True)])
def test_a_code_of_the_step_before_is_taken_as_the_policy_says(
    opened: Open, name: str, is_taken: bool
) -> None:
    house, alice = opened(name)
    with closing(house.lantern.database):
        late = alice.phone.code(house.now)
        house.wait(30)
        browser = house.browser()
        browser.sign_in()
        assert (browser.enter_code(late).status_code == 303) is is_taken


def _signs_in_and_is_remembered(alice: Alice, house: House) -> None:
    alice.browser.post("/sign-out")
    alice.browser.sign_in()
    answer = alice.browser.post("/sign-in/code", code=alice.phone.code(house.now), remember="yes")
    assert answer.status_code == 303
    alice.browser.post("/sign-out")
    house.wait(30)


def test_a_remembered_device_is_spared_the_code_for_its_days_and_no_longer(opened: Open) -> None:
    house, alice = opened("remembering")
    with closing(house.lantern.database):
        _signs_in_and_is_remembered(alice, house)
        house.wait(30 * DAY - 31)
        assert alice.browser.sign_in().headers["location"] == "/home"
        alice.browser.post("/sign-out")
        house.wait(1)
        assert alice.browser.sign_in().headers["location"] == "/sign-in/code"


def test_a_remembered_device_is_one_account_s(opened: Open) -> None:
    house, alice = opened("remembering")
    with closing(house.lantern.database):
        _signs_in_and_is_remembered(alice, house)
        bob = house.browser()
        bob.sign_up("bob@example.com")
        bob.bind(house.now)
        bob.post("/sign-out")
        bob.client.cookies.set("device", alice.browser.client.cookies["device"])
        assert bob.sign_in("bob@example.com").headers["location"] == "/sign-in/code"


def test_signing_out_everywhere_else_forgets_the_devices(opened: Open) -> None:
    house, alice = opened("remembering")
    with closing(house.lantern.database):
        _signs_in_and_is_remembered(alice, house)
        alice.browser.sign_in()
        alice.browser.post("/settings/security/sessions/end-others")
        alice.browser.post("/sign-out")
        assert alice.browser.sign_in().headers["location"] == "/sign-in/code"


def test_no_device_is_remembered_for_a_session_that_was_ended_meanwhile(opened: Open) -> None:
    house, alice = opened("remembering")
    visitor = Visitor("127.0.0.1", "a browser", house.now)
    with closing(house.lantern.database), house.lantern.database.reading() as db:
        account = account_by_email(db, EMAIL)
        assert account is not None
        session = alice.browser.session
        assert devices.remember(house.lantern, account, session, visitor)
        alice.browser.post("/sign-out")
        assert not devices.remember(house.lantern, account, session, visitor)


def test_no_device_is_remembered_where_the_policy_remembers_none(opened: Open) -> None:
    house, alice = opened("guide")
    with closing(house.lantern.database):
        _signs_in_and_is_remembered(alice, house)
        assert "device" not in alice.browser.client.cookies
        assert alice.browser.sign_in().headers["location"] == "/sign-in/code"


def test_psd2_lets_five_passwords_be_tried(opened: Open) -> None:
    house, _ = opened("psd2")
    with closing(house.lantern.database):
        browser = house.browser()
        for _ in range(5):
            browser.sign_in(password="not what it is")
        assert browser.sign_in(password=PASSWORD).status_code == 429


def test_the_command_line_starts_it_with_a_policy(tmp_path: Path) -> None:
    numbers: list[Policy] = []

    def keep(_: Settings, __: Clock, policies: Policies) -> None:
        numbers.append(policies.numbers)
        raise SettingsError("that is all that this test wants to know")

    database = f"sqlite:///{tmp_path / 'lantern.sqlite3'}"
    for options in ((), ("--policy", "pci")):
        assert main(["--database", database, *options], create_app=keep) == 2  # type: ignore[arg-type]
    assert numbers == [Policy(), variants.policy("pci")]


def test_the_reference_target_declares_the_policy_that_it_starts_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(POLICY_ENVIRONMENT, "pci")
    lock = ReferenceProduct().facts.lock
    assert lock is not None and lock.seconds == 30 * MINUTE
    monkeypatch.setenv(POLICY_ENVIRONMENT, "psd3")
    with pytest.raises(TargetError, match=r"psd3.*\n.*one of guide, rfc6238, .*psd2\."):
        ReferenceProduct()
