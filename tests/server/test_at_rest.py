"""What lies in the database: no password, no key, no backup code, no session id, no reset token in the
clear.
"""

import base64
import re
import stat
from pathlib import Path

import pytest
from sqlalchemy import select, update

from server.settings import KEY_VARIABLE, SettingsError, sealing_key
from server.store.tables import Authenticator, Base
from server.vault import Unreadable, Vault
from tests.server.conftest import Alice
from tests.server.people import EMAIL, PASSWORD, House


def test_no_secret_is_stored_in_the_clear(house: House, alice: Alice, tmp_path: Path) -> None:
    house.browser().post("/forgot-password", email="nobody@example.org")
    pending = house.browser()
    pending.sign_up("bob@example.org")
    shown = pending.scan()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert EMAIL.encode() in stored
    secrets = [PASSWORD, alice.phone.key, shown.key, alice.browser.session, pending.session, *alice.codes]
    raw = [secret.encode() for secret in secrets]
    raw += [base64.b32decode(alice.phone.key), base64.b32decode(shown.key)]
    raw += [code.replace("-", "").encode() for code in alice.codes]
    assert not [secret for secret in raw if secret in stored]


def test_a_reset_token_is_in_the_outbox_only(house: House, alice: Alice) -> None:
    house.browser().post("/forgot-password", email=EMAIL)
    found = re.search(r"/reset-password/(\S+)", house.outbox()[-1].text)
    assert found
    with house.lantern.database.reading() as db:
        others = [table for table in Base.metadata.sorted_tables if table.name != "outbox"]
        rows = str([db.execute(select(table)).all() for table in others])
    assert EMAIL in rows
    assert found[1] not in rows


def test_a_key_moved_to_another_account_is_unreadable() -> None:
    vault = Vault(bytes(32))
    sealed = vault.seal(b"the key", 1)
    assert vault.open(sealed, 1) == b"the key"
    assert sealed != vault.seal(b"the key", 1)
    for damaged, account in ((sealed, 2), (sealed[:-1], 1), (b"", 1)):
        with pytest.raises(Unreadable):
            vault.open(damaged, account)
    with pytest.raises(Unreadable):
        Vault(bytes(31) + b"x").open(sealed, 1)


def test_a_damaged_key_closes_the_account(house: House, alice: Alice) -> None:
    with house.lantern.database.writing() as db:
        db.execute(update(Authenticator).values(sealed_key=bytes(60)))
    browser = house.browser()
    assert browser.sign_in().headers["location"] == "/sign-in/code"
    assert browser.enter_code(alice.phone.code(house.now)).status_code == 422


def test_the_sealing_key_is_made_once_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    database = tmp_path / "lantern.sqlite3"
    first = sealing_key(database)
    assert first == sealing_key(database) != sealing_key(tmp_path / "other.sqlite3")
    assert len(first) == 32
    assert stat.S_IMODE((tmp_path / "lantern.sqlite3.key").stat().st_mode) == 0o600


def test_the_environment_may_bring_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, base64.b64encode(bytes(range(32))).decode())
    assert sealing_key(None) == sealing_key(tmp_path / "x.sqlite3") == bytes(range(32))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["", "short", "!" * 44, base64.b64encode(bytes(31)).decode()])
def test_a_wrong_key_is_told(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, text)
    with pytest.raises(SettingsError, match=KEY_VARIABLE):
        sealing_key(None)


def test_a_database_whose_key_is_gone_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    database = tmp_path / "lantern.sqlite3"
    database.write_bytes(b"something")
    with pytest.raises(SettingsError, match="is gone"):
        sealing_key(database)
    with pytest.raises(SettingsError, match="not set"):
        sealing_key(None)
    with pytest.raises(SettingsError, match="no folder"):
        sealing_key(tmp_path / "nowhere" / "lantern.sqlite3")
