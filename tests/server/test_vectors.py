"""The vectors of RFC 4226 (appendix D) and RFC 6238 (appendix B), through the server's own code path."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from server.policy import Policy
from server.rules.codes import Window
from server.totp import code_at, step_at

VECTORS = yaml.safe_load((Path(__file__).parents[2] / "catalogue/vectors.yaml").read_text("utf-8"))
HOTP = VECTORS["rfc4226_appendix_d"]
TOTP = VECTORS["rfc6238_appendix_b"]


@pytest.mark.parametrize("row", HOTP["values"], ids=lambda row: f"counter {row['counter']}")
def test_rfc_4226_appendix_d(row: dict[str, Any]) -> None:
    assert code_at(HOTP["secret_ascii"].encode(), row["counter"]) == row["hotp"]


@pytest.mark.parametrize("row", TOTP["values"], ids=lambda row: f"{row['algorithm']} at {row['time']}")
def test_rfc_6238_appendix_b(row: dict[str, Any]) -> None:
    key = TOTP["seeds"][row["algorithm"]]["ascii"].encode()
    step = step_at(row["time"], TOTP["step"])
    assert f"{step:016X}" == row["step_hex"]
    assert code_at(key, step, TOTP["digits"], row["algorithm"]) == str(row["totp"]).zfill(8)


@pytest.mark.parametrize(
    "row", [row for row in TOTP["values"] if row["algorithm"] == "SHA1"], ids=lambda row: str(row["time"])
)
def test_the_acceptance_window_accepts_the_six_digits_of_each_sha1_vector(row: dict[str, Any]) -> None:
    key = TOTP["seeds"]["SHA1"]["ascii"].encode()
    code = str(row["totp_6_digits"]).zfill(6)
    assert Window(Policy()).matches(key, code, row["time"]) == [step_at(row["time"], 30)]


def test_the_vectors_are_all_there() -> None:
    assert (len(HOTP["values"]), len(TOTP["values"])) == (10, 18)
