"""What an example is called for ever: by its title and row, not by its file or line.

So its history outlives a renamed file, a moved line, and a chapter or rule that is called anew. `twofold
check` sees to it that no two titles of a suite have the same Python name.
"""

from __future__ import annotations

from collections.abc import Iterable

from pytest_bdd.scenario import make_python_name


def example_id(title: str, values: Iterable[str] = (), browser: str = "") -> str:
    """Such as 'a_lost_phone', or 'a_wrong_code[spaces, firefox]' for a row, or where the browser matters."""
    told = ", ".join([*values, *filter(None, [browser])])
    return f"{make_python_name(title)}[{told}]" if told else make_python_name(title)
