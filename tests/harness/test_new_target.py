"""`twofold new-target`: writes a file that can be filled in, and tells the next step each time."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from harness import cli

ANSWERS = {
    "sign_in_page": '"/login"',
    "settings_page": '"/account"',
    "on_sign": '"#state"',
    "lock": "None",
    "backup_codes": "None",
    "fresh_password_seconds": "None",
    "steps_back": "1",
    "steps_ahead": "1",
}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = cli.main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def filled_in(text: str, *names: str) -> str:
    for name in names:
        answer = ANSWERS.get(name, "True")
        text = re.sub(rf"\b{name}( ?)=( ?)\.\.\.", rf"{name}\g<1>=\g<2>{answer}", text)
    return text


def left_in(printed: str) -> list[str]:
    return re.findall(r"^  \S+:\d+: (\w+)$", printed, re.MULTILINE)


def test_it_leads_from_nothing_to_the_doctor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv("TWOFOLD_FLOWER_SHOP_URL", "http://127.0.0.1:9")
    file = tmp_path / "flower_shop.py"
    code, printed = run(capsys, "new-target", "flower_shop", "--into", str(tmp_path))
    assert code == 0
    assert printed.startswith(f"Written: {file}\nFill in what is written as ... (13 to go)")
    open_ones = left_in(printed)
    file.write_text(filled_in(file.read_text(encoding="utf-8"), *open_ones[:3]), encoding="utf-8")
    code, printed = run(capsys, "new-target", "flower_shop", "--into", str(tmp_path))
    assert printed.startswith(f"There already: {file}\n")
    assert left_in(printed) == open_ones[3:]
    code, printed = run(capsys, "targets", str(file))
    assert (code, "Facts says nothing yet of steps_back" in printed) == (2, True)
    file.write_text(filled_in(file.read_text(encoding="utf-8"), *open_ones[3:]), encoding="utf-8")
    code, printed = run(capsys, "new-target", "flower_shop", "--into", str(tmp_path))
    assert f"twofold doctor --target {file}" in printed
    code, printed = run(capsys, "targets", str(file))
    assert (code, "It is at http://127.0.0.1:9." in printed) == (0, True)


def test_pages_that_say_nothing_yet_are_asked_for_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv("TWOFOLD_BOOK_SHOP_URL", "http://127.0.0.1:9")
    code, printed = run(capsys, "new-target", "book_shop", "--into", str(tmp_path))
    file = tmp_path / "book_shop.py"
    file.write_text(filled_in(file.read_text(encoding="utf-8"), *left_in(printed)[3:]), encoding="utf-8")
    code, printed = run(capsys, "targets", str(file))
    assert (code, "says nothing yet of on_sign, settings_page, sign_in_page" in printed) == (2, True)


def test_a_name_that_python_does_not_take_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = run(capsys, "new-target", "Flower-Shop")
    assert (code, "twofold new-target flower_shop" in printed) == (2, True)


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = run(capsys, "new-target", "shop", "--into", str(tmp_path / "qa" / "2fa"))
    assert code == 0, printed
    assert (tmp_path / "qa" / "2fa" / "shop.py").is_file()


def test_a_file_that_is_no_python_any_more_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "shop.py"
    file.write_text("x = 1\ny = (\n", encoding="utf-8")
    _, printed = run(capsys, "new-target", "shop", "--into", str(tmp_path))
    assert f"{file}:2: this is no Python" in printed
