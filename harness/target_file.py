"""Finds the file that --target names, loads it, and makes the target. What targets offer: targets/port.py.

A target is named by its folder in targets/ (`reference`), by the path of its file or folder
(`../qa/shop.py`), or by a module that Python can import (`shop_tests.twofold`).
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import cast

from targets.port import Target, TargetError

KNOWN_FAILING = "known_failing.yaml"
NOT_A_TARGET = "common"
"""The folder in targets/ with what targets have in common."""


def load(name: str, root: Path) -> Target:
    """The target of that name. root: the folder that holds targets/.

    Raises TargetError when there is none, when its file breaks, or when it makes nothing.
    """
    module = _from_path(_file(Path(name))) if _is_path(name) else _imported(name, root)
    if not callable(getattr(module, "create", None)):
        raise TargetError(
            f"{module.__file__}: there is no create().\n"
            "  Do this: write `def create():` in that file, and return the target from it."
        )
    try:
        return cast(Target, module.create())
    except (Exception, SystemExit) as error:
        raise _broken(error, f"create() in {module.__file__}") from error


def known(root: Path) -> list[str]:
    """The names of the targets in targets/."""
    found = (file.parent.name for file in (root / "targets").glob("*/__init__.py"))
    return sorted(name for name in found if name != NOT_A_TARGET)


def known_failing(name: str, root: Path) -> Path:
    """Where a target's known_failing.yaml stands: in its folder, or beside its file."""
    if _is_path(name):
        file = Path(name).resolve()
        return (file if file.is_dir() else file.parent) / KNOWN_FAILING
    if "." in name:
        found = _spec_origin(name)
        return Path(found).parent / KNOWN_FAILING if found else root / KNOWN_FAILING
    return root / "targets" / name / KNOWN_FAILING


def _is_path(name: str) -> bool:
    return name.endswith(".py") or "/" in name or "\\" in name


def _file(path: Path) -> Path:
    file = path / "__init__.py" if path.is_dir() else path
    if not file.is_file():
        raise TargetError(
            f"--target {path}: there is no file {file.resolve()}.\n"
            "  Do this: name the target's file, or a folder with __init__.py, as seen from where you are."
        )
    return file.resolve()


def _from_path(file: Path) -> ModuleType:
    """Load a file that needs to be nowhere on Python's path; what lies beside it can be imported."""
    package = file.parent if file.name == "__init__.py" else None
    sys.path.insert(0, str(file.parent.parent if package else file.parent))
    name = package.name if package else file.stem
    places = [str(package)] if package else None
    spec = importlib.util.spec_from_file_location(name, file, submodule_search_locations=places)
    if spec is None or spec.loader is None:
        raise TargetError(f"--target {file}: Python can't load a file of that name. It has to end in .py.")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise _broken(error, str(file)) from error
    return module


def _imported(name: str, root: Path) -> ModuleType:
    wanted = name if "." in name else f"targets.{name}"
    try:
        return importlib.import_module(wanted)
    except ModuleNotFoundError as error:
        if error.name and (wanted == error.name or wanted.startswith(f"{error.name}.")):
            raise _unknown(name, root) from error
        raise _broken(error, wanted) from error
    except (Exception, SystemExit) as error:
        raise _broken(error, wanted) from error


def _unknown(name: str, root: Path) -> TargetError:
    if "." in name:
        return TargetError(
            f"--target {name}: Python finds no module of that name.\n"
            "  Do this: install what holds it, or name the path of its file instead."
        )
    return TargetError(
        f"There is no target {name!r}: targets/{name}/__init__.py is missing.\n"
        f"  Do this: name one of {', '.join(known(root))}, or the path of a target's file."
    )


def _broken(error: BaseException, what: str) -> TargetError:
    """The target's own code broke: say in which of its lines."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if not _is_ours(frame.filename)]
    at = f"{own[-1].filename}:{own[-1].lineno}: " if own else ""
    if isinstance(error, TargetError):
        return TargetError(f"{at}{error}")
    if isinstance(error, SyntaxError) and error.filename:
        at = f"{error.filename}:{error.lineno}: "
    return TargetError(
        f"The target's own code broke while {what} was loaded. {at}{type(error).__name__}: {error}"
    )


def _is_ours(file: str) -> bool:
    """Whether a line is of Twofold, Python, or what Python made up, and not of somebody's target."""
    port = Path(inspect.getfile(Target))
    ours = (port, Path(__file__), *(port.parent / NOT_A_TARGET).glob("*.py"))
    return "importlib" in file or file.startswith("<") or Path(file) in ours


def _spec_origin(name: str) -> str | None:
    try:
        spec = importlib.util.find_spec(name)
    except (ModuleNotFoundError, ValueError):
        return None
    return spec.origin if spec else None
