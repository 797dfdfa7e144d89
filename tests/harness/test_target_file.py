"""--target finds a target by name, path or module, and says which line is wrong when it can't be used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness import target_file
from targets.port import TargetError

ROOT = Path(__file__).resolve().parents[2]
WORKS = """
class Product:
    name = "shop"

def create():
    return Product()
"""
Writes = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Leave Python as it was: no module of a test, no folder on its path."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.chdir(tmp_path)
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        del sys.modules[name]


@pytest.fixture
def write(tmp_path: Path) -> Writes:
    """Writes a file below the test's folder."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


def refusal(name: str) -> str:
    with pytest.raises(TargetError) as caught:
        target_file.load(name, ROOT)
    return str(caught.value)


def test_a_folder_of_targets() -> None:
    assert target_file.load("reference", ROOT).name == "reference"


@pytest.mark.parametrize("named", ["qa/shop_target.py", "{folder}/qa/shop_target.py"])
def test_the_path_of_a_file(named: str, write: Writes, tmp_path: Path) -> None:
    write("qa/shop_target.py", WORKS)
    assert target_file.load(named.format(folder=tmp_path), ROOT).name == "shop"


def test_a_file_may_use_what_lies_beside_it(write: Writes) -> None:
    write("qa/beside_shop.py", WORKS)
    write("qa/shop_target.py", "from beside_shop import create\n")
    assert target_file.load("qa/shop_target.py", ROOT).name == "shop"


def test_the_path_of_a_folder(write: Writes) -> None:
    write("shop_target/__init__.py", "from shop_target.product import create\n")
    write("shop_target/product.py", WORKS)
    assert target_file.load("./shop_target", ROOT).name == "shop"


def test_a_module(write: Writes, tmp_path: Path) -> None:
    write("shop_tests/__init__.py", "")
    write("shop_tests/product.py", WORKS)
    sys.path.insert(0, str(tmp_path))
    assert target_file.load("shop_tests.product", ROOT).name == "shop"


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    assert refusal("shop") == (
        "There is no target 'shop': targets/shop/__init__.py is missing.\n"
        "  Do this: name one of better_auth, django_allauth, flask_security, reference, "
        "or the path of a target's file."
    )


def test_a_path_with_nothing_there(tmp_path: Path) -> None:
    assert refusal("qa/shop.py").startswith(f"--target qa/shop.py: there is no file {tmp_path}/qa/shop.py.")


def test_a_module_that_is_not_installed() -> None:
    assert refusal("shop_tests.product").startswith(
        "--target shop_tests.product: Python finds no module of that name."
    )


def test_a_file_without_create(write: Writes) -> None:
    path = write("shop_target.py", "name = 'shop'\n")
    assert refusal("./shop_target.py").startswith(f"{path}: there is no create().")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("import harness\n\ndef create():\n    return 1 / 0\n", 4, "ZeroDivisionError: division by zero"),
        ("x = 1\nname = nothing\n", 2, "NameError: name 'nothing' is not defined"),
        ("x = 1\n\ndef create(:\n", 3, "SyntaxError: "),
        ("\nimport no_such_library\n", 2, "ModuleNotFoundError: No module named 'no_such_library'"),
    ],
)
def test_a_file_that_breaks_is_told_by_its_line(text: str, line: int, words: str, write: Writes) -> None:
    path = write("shop_target.py", text)
    told = refusal("./shop_target.py")
    assert told.startswith("The target's own code broke while ")
    assert f"{path}:{line}: {words}" in told


def test_what_a_target_says_itself_comes_with_its_line(write: Writes, tmp_path: Path) -> None:
    text = "from targets.port import TargetError\n\ndef create():\n    raise TargetError('set SHOP_URL')\n"
    write("shop_target.py", text)
    assert refusal("./shop_target.py") == f"{tmp_path / 'shop_target.py'}:4: set SHOP_URL"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("reference", f"{ROOT}/targets/reference/known_failing.yaml"),
        ("qa/shop.py", "{here}/qa/known_failing.yaml"),
        ("./qa", "{here}/qa/known_failing.yaml"),
        ("shop_tests.product", "{here}/shop_tests/known_failing.yaml"),
    ],
)
def test_what_is_known_to_fail_stands_beside_the_target(
    name: str, place: str, write: Writes, tmp_path: Path
) -> None:
    write("qa/shop.py", WORKS)
    write("shop_tests/__init__.py", "")
    write("shop_tests/product.py", WORKS)
    sys.path.insert(0, str(tmp_path))
    assert target_file.known_failing(name, ROOT) == Path(place.format(here=tmp_path))
