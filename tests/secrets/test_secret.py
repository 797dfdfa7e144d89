"""A secret shows itself to nobody who doesn't ask for it by name."""

from __future__ import annotations

import copy
import json
import pickle
import traceback
from dataclasses import asdict

import pytest

from harness.secrets import Register, Secret
from targets.port import Account

VALUE = "horse-battery-4711"


@pytest.fixture
def secret() -> Secret:
    return Secret(VALUE, "password of Alice")


def test_reveals_itself_when_asked(secret: Secret) -> None:
    assert secret.reveal() == VALUE


def test_text_of_any_kind_is_its_label(secret: Secret) -> None:
    shown = [str(secret), repr(secret), f"{secret}", f"{secret!r:>30}", "%s" % secret, "{}".format(secret)]  # noqa: UP031, UP032
    assert {text.strip() for text in shown} == {"‹password of Alice›"}


def test_text_of_what_holds_it(secret: Secret) -> None:
    account = Account("alice@example.com", secret)
    for text in (repr(account), str(asdict(account)), str(copy.deepcopy([account]))):
        assert VALUE not in text
        assert "‹password of Alice›" in text


def test_exceptions_tell_its_label(secret: Secret) -> None:
    try:
        raise ValueError(secret)
    except ValueError as error:
        assert VALUE not in "".join(traceback.format_exception(error))


@pytest.mark.parametrize("write", [pickle.dumps, json.dumps, vars])
def test_it_can_not_be_written_out(write: object, secret: Secret) -> None:
    assert callable(write)
    with pytest.raises(TypeError) as refusal:
        write(secret)
    assert VALUE not in str(refusal.value)


def test_it_equals_its_like_and_nothing_else(secret: Secret) -> None:
    assert secret == Secret(VALUE, "another label")
    assert len({secret, Secret(VALUE, "")}) == 1
    assert secret != Secret("something else", "password of Alice")
    assert secret != VALUE


def test_a_register_tells_only_how_many_it_knows(secret: Secret, register: Register) -> None:
    assert repr(register) == "Register of 1 secrets"
    assert register.values() == {VALUE: "password of Alice"}
