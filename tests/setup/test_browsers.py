"""Which browser is found on a machine, how it is to be started, and what is said when there is none."""

from pathlib import Path

import pytest

from harness import browser_install, browsers
from harness.browsers import NoBrowser

STARTS = "#!/bin/sh\necho 'Chromium 1.2.3'\n"
ASKED = "#!/bin/sh\necho once >>'{}'\necho 'Chromium 1.2.3'\n"
STUB = "#!/bin/sh\necho 'install the snap first' >&2\nexit 1\n"


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any browser; gives the only folder on its PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "downloads"))
    monkeypatch.setattr(browsers, "STANDARD_PLACES", dict.fromkeys(browsers.NAMES, ()))
    for variable in browsers.OVERRIDES.values():
        monkeypatch.delenv(variable, raising=False)
    return folder


def _program(file: Path, text: str = STARTS) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    file.chmod(0o755)
    return file


def _downloaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Playwright says that its Chromium belongs here."""
    path = tmp_path / "downloads" / "chromium-7" / "chrome-linux64" / "chrome"
    (tmp_path / "downloads").mkdir(exist_ok=True)
    monkeypatch.setattr(browsers, "_ask_playwright", lambda name: path)
    return path


def test_none_at_all_says_what_was_looked_for_and_what_to_do() -> None:
    assert browsers.find("chromium") is None
    with pytest.raises(NoBrowser) as nothing:
        browsers.launch_options("chromium")
    said = str(nothing.value)
    assert "Playwright's own download: none on this machine" in said
    for name in browsers.ON_PATH["chromium"]:
        assert f"on PATH: no {name}" in said
    assert "Do this: install one" in said
    assert "TWOFOLD_CHROMIUM=/path/to/it" in said


def test_the_headless_shell_on_path_comes_before_the_browser_with_windows(bare_machine: Path) -> None:
    _program(bare_machine / "chromium")
    shell = _program(bare_machine / "chromium-headless-shell")
    assert browsers.launch_options("chromium")["executable_path"] == str(shell)


def test_a_headless_shell_is_never_taken_for_a_headed_run(bare_machine: Path) -> None:
    _program(bare_machine / "chromium-headless-shell")
    with pytest.raises(NoBrowser, match="can't show a window"):
        browsers.launch_options("chromium", headed=True)
    chromium = _program(bare_machine / "google-chrome")
    assert browsers.launch_options("chromium", headed=True)["executable_path"] == str(chromium)


def test_playwright_is_not_asked_where_nothing_was_downloaded(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shell = _program(bare_machine / "chromium-headless-shell")
    _downloaded(monkeypatch, tmp_path)
    (tmp_path / "downloads" / ".links").mkdir()
    (tmp_path / "downloads" / "firefox-8").mkdir()
    monkeypatch.setattr(browsers, "_ask_playwright", lambda name: pytest.fail(f"asked for {name}"))
    assert browsers.require("chromium").path == shell


def test_a_program_that_does_not_start_is_passed_over(bare_machine: Path) -> None:
    stub = _program(bare_machine / "chromium-browser", STUB)
    with pytest.raises(NoBrowser, match=f"{stub} does not start"):
        browsers.require("chromium")
    chrome = _program(bare_machine / "google-chrome-stable")
    assert browsers.require("chromium").path == chrome


def test_who_looks_ahead_asks_no_program_twice(bare_machine: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    shell = _program(bare_machine / "chromium-headless-shell", ASKED.format(asked))
    browsers.look_ahead("chromium")
    assert browsers.require("chromium").path == shell
    assert browsers.launch_options("chromium")["executable_path"] == str(shell)
    assert asked.read_text() == "once\n"


def test_looking_ahead_leaves_it_to_others_to_say_that_there_is_none() -> None:
    browsers.look_ahead("chromium")
    with pytest.raises(NoBrowser, match="Looked for"):
        browsers.require("chromium")


def test_playwrights_own_headless_shell_comes_first_and_needs_no_path(
    bare_machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(bare_machine / "chromium-headless-shell")
    full = _program(_downloaded(monkeypatch, tmp_path))
    shell = (
        full.parents[2]
        / "chromium_headless_shell-7"
        / "chrome-headless-shell-linux64"
        / "chrome-headless-shell"
    )
    _program(shell)
    assert browsers.require("chromium").path == shell
    assert browsers.require("chromium", headed=True).path == full
    options = browsers.launch_options("chromium")
    assert "executable_path" not in options
    assert "channel" not in options


def test_playwrights_own_full_browser_without_its_shell_needs_its_channel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(_downloaded(monkeypatch, tmp_path))
    assert browsers.launch_options("chromium")["channel"] == "chromium"
    assert "channel" not in browsers.launch_options("chromium", headed=True)


def test_a_download_that_playwright_only_plans_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned = _downloaded(monkeypatch, tmp_path)
    (tmp_path / "downloads" / "chromium-6").mkdir()  # of an older Playwright
    with pytest.raises(NoBrowser, match=f"nothing at {planned}"):
        browsers.require("chromium")


def test_a_distributions_firefox_is_driven_through_its_channel(bare_machine: Path) -> None:
    firefox = _program(bare_machine / "firefox-esr")
    options = browsers.launch_options("firefox")
    assert (options["executable_path"], options["channel"]) == (str(firefox), "moz-firefox")
    assert options["firefox_user_prefs"] == browsers.FIREFOX_PREFERENCES


def test_webkit_is_playwrights_own_or_none() -> None:
    with pytest.raises(NoBrowser, match="playwright install --with-deps webkit"):
        browsers.require("webkit")


def test_a_named_browser_wins(bare_machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(bare_machine / "chromium-headless-shell")
    named = _program(tmp_path / "mine")
    monkeypatch.setenv("TWOFOLD_CHROMIUM", str(named))
    assert browsers.require("chromium").path == named


@pytest.mark.parametrize(("text", "fault"), [(None, "does not exist"), (STUB, "does not start")])
def test_a_named_browser_that_will_not_do_is_an_error_and_no_reason_to_look_on(
    text: str | None, fault: str, bare_machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(bare_machine / "chromium")
    named = tmp_path / "mine"
    if text is not None:
        _program(named, text)
    monkeypatch.setenv("TWOFOLD_CHROMIUM", str(named))
    with pytest.raises(
        NoBrowser, match=f"TWOFOLD_CHROMIUM names {named}, which {fault}.\n  Do this: correct"
    ):
        browsers.find("chromium")


def test_an_unknown_name_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="chromium, firefox, webkit"):
        browsers.find("opera")


def test_chromium_talks_to_nobody_by_itself(bare_machine: Path) -> None:
    _program(bare_machine / "chromium")
    assert browsers.launch_options("chromium")["args"] == list(browsers.QUIET_NETWORK)


def test_root_gets_no_sandbox(bare_machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(bare_machine / "chromium")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert browsers.launch_options("chromium")["chromium_sandbox"] is False


def test_a_user_gets_one_where_the_system_allows_it(
    bare_machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _program(bare_machine / "chromium")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setattr("sys.platform", "linux")
    for allowed in (True, False):
        monkeypatch.setattr(browsers, "_user_namespaces_allowed", lambda allowed=allowed: allowed)
        assert browsers.launch_options("chromium")["chromium_sandbox"] is allowed


def test_the_command_line_tells_what_it_found(bare_machine: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shell = _program(bare_machine / "chromium-headless-shell")
    assert browser_install.main(["--path"]) == 0
    said = capfd.readouterr()
    assert said.out == f"{shell}\n"
    assert said.err == f"chromium: Chromium 1.2.3 at {shell} (on PATH)\n"


def test_the_command_line_fails_when_there_is_none(capfd: pytest.CaptureFixture[str]) -> None:
    assert browser_install.main(["firefox", "--install"]) == 1
    assert "No firefox that Twofold can use" in capfd.readouterr().err
