"""The event log of a run: Cucumber Messages, a JSON object a line, written while the examples are acted out.

`features` tells what was to be acted, `teller` writes what a process acts out to a part of its own, `merge`
makes one log of the parts, `seal` adds it up and closes it with a footer, `plugin` ties them to pytest.
Whether a log can be trusted is `harness.verify`'s business; how it looks, that of whoever reads it.
"""

from harness.messages.envelopes import redact

__all__ = ["redact"]
