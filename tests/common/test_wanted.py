"""The address of a sign-in names the place to go to afterwards, which others may put another place for."""

from __future__ import annotations

import pytest

from targets.common.wanted import is_same_site, leading_to
from targets.port import TargetError

ELSEWHERE = "//elsewhere.example/"


@pytest.mark.parametrize(
    ("sign_in", "made_up"),
    [
        ("http://shop/login?next=/account", "http://shop/login?next=%2F%2Felsewhere.example%2F"),
        ("http://shop/login?next=%2Faccount%2F", "http://shop/login?next=%2F%2Felsewhere.example%2F"),
        (
            "http://shop/login?why=ended&to=/account",
            "http://shop/login?why=ended&to=%2F%2Felsewhere.example%2F",
        ),
        ("http://shop/login?to=http://shop/account?a=1", "http://shop/login?to=%2F%2Felsewhere.example%2F"),
    ],
)
def test_another_place_stands_where_the_wanted_one_stood(sign_in: str, made_up: str) -> None:
    assert leading_to(ELSEWHERE, sign_in, "/account") == made_up


@pytest.mark.parametrize("sign_in", ["http://shop/login", "http://shop/login?next=/other&why=/accounts"])
def test_an_address_that_names_no_place_is_told(sign_in: str) -> None:
    with pytest.raises(TargetError, match="sign_in_names_place=False"):
        leading_to(ELSEWHERE, sign_in, "/account")


@pytest.mark.parametrize(
    ("one", "is_ours"),
    [
        ("http://127.0.0.1:8000/account?a=1", True),
        ("http://127.0.0.1:8001/account", False),
        ("https://127.0.0.1:8000/account", False),
        ("http://localhost:8000/", False),
        ("chrome-error://chromewebdata/", False),
    ],
)
def test_a_site_is_scheme_host_and_port(one: str, is_ours: bool) -> None:
    assert is_same_site(one, "http://127.0.0.1:8000") is is_ours
