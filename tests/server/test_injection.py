"""One rule can be replaced by a broken one, and nothing else changes: this is how seeded defects get in."""

from dataclasses import dataclass, replace
from pathlib import Path

from server.policies import Policies
from server.rules.codes import Replay
from tests.server.people import CHEAP, open_house


@dataclass(frozen=True)
class Forgetful(Replay):
    """A replay rule that always says yes."""

    def allows(self, step: int, last_used: int | None, now: float) -> bool:
        return True


def test_a_broken_replay_rule_lets_a_used_code_in(tmp_path: Path) -> None:
    house = open_house(tmp_path, replace(Policies.standard(CHEAP), replay=Forgetful()))
    browser = house.browser()
    browser.sign_up()
    phone, _ = browser.bind(house.now)
    again = house.browser()
    again.sign_in()
    assert again.enter_code(phone.code(house.now)).status_code == 303
    house.lantern.database.close()
