"""How one message is made: times, ids, media types, and the one function that all text goes through."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Mapping
from typing import Any

from harness import chokepoints

Envelope = dict[str, Any]

LOG = "messages.ndjson"
PARTS = ".parts"
PROTOCOL = "34.2.0"
"""The version of the Cucumber Messages protocol that the log speaks."""

VERDICT = "application/vnd.twofold.verdict+json"
EXAMPLE = "application/vnd.twofold.example+json"
EVIDENCE = "application/vnd.twofold.evidence+json"
FOOTER = "application/vnd.twofold.footer+json"

LONGEST_MESSAGE = 4000
"""Characters of an exception's text that are kept."""

_MACHINE_MADE = re.compile(
    "id|.+Ids?|nodeid|browser|statements|behaviours|verdict"
    "|body|contentEncoding|keywordType|mediaType|protocolVersion|status|type"
)
"""Names of fields whose text the protocol or Twofold makes up: a code that looks alike would break them."""

_STATEMENT, _BEHAVIOUR = re.compile(r"G-\d+[a-z]?"), re.compile(r"B\d+")

VERDICTS = {
    "passed": "PASS",
    "failed": "FAIL",
    "skipped": "NOT_APPLICABLE",
    "error": "HARNESS_ERROR",
}
"""What pytest's outcome means where nobody has judged the example."""


def verdict_of(result: Mapping[str, Any]) -> tuple[str, str]:
    """An example's verdict and why: as judged, or by its plain `outcome` where nobody judged it."""
    verdict = result.get("verdict") or VERDICTS[result["outcome"]]
    return str(verdict), str(result.get("why") or "")


def redact(text: str) -> str:
    """The text without any secret that this process knows."""
    return chokepoints.message(text)


def redacted(value: Any, key: str = "") -> Any:
    """A message with all its texts redacted, but for ids and words that the protocol itself makes up.

    An attachment's body is redacted before it is packed: `attachment` does so.
    """
    if isinstance(value, str):
        return value if _MACHINE_MADE.fullmatch(key) else redact(value)
    if isinstance(value, dict):
        return {name: redacted(held, name) for name, held in value.items()}
    if isinstance(value, list):
        return [redacted(held, key) for held in value]
    return value


def line(envelope: Envelope) -> str:
    """The message as it stands in a log, without the line's end."""
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))


def now() -> dict[str, int]:
    """The present as the protocol's timestamp."""
    return _split(time.time_ns())


def duration(nanoseconds: int) -> dict[str, int]:
    """A length of time as the protocol has it."""
    return _split(max(nanoseconds, 0))


def _split(nanoseconds: int) -> dict[str, int]:
    seconds, nanos = divmod(nanoseconds, 1_000_000_000)
    return {"seconds": seconds, "nanos": nanos}


def attachment(media_type: str, body: Mapping[str, Any], **where: Any) -> Envelope:
    """A record of ours as an attachment; its texts are redacted here."""
    text = json.dumps(redacted(dict(body)), ensure_ascii=False)
    return {"attachment": {"body": text, "contentEncoding": "IDENTITY", "mediaType": media_type, **where}}


def picture(url: str, **where: Any) -> Envelope:
    """A picture that lies beside the log; url is its path from there."""
    kept = {"body": "", "url": url, "contentEncoding": "IDENTITY", "mediaType": "image/png"}
    return {"attachment": {**kept, **where}}


def body_of(envelope: Envelope, media_type: str) -> dict[str, Any] | None:
    """The record in an attachment of this type; None for any other message. Raises ValueError for no JSON."""
    attached = envelope.get("attachment")
    if not isinstance(attached, dict) or attached.get("mediaType") != media_type:
        return None
    body: dict[str, Any] = json.loads(attached.get("body", ""))
    return body


def step_result(
    status: str, spent: int = 0, error: BaseException | None = None, message: str = ""
) -> Envelope:
    """How a step ended; spent is in nanoseconds. The text of an exception is redacted before it is cut."""
    result: Envelope = {"status": status, "duration": duration(spent)}
    if error is not None:
        words = redact(str(error))[:LONGEST_MESSAGE]
        message = f"{type(error).__name__}: {words}"
        if status == "FAILED":
            result["exception"] = {"type": type(error).__name__, "message": words}
    if message:
        result["message"] = redact(message)
    return result


def step_started(attempt: str, step: str) -> Envelope:
    """A step begins."""
    return {"testStepStarted": {"testCaseStartedId": attempt, "testStepId": step, "timestamp": now()}}


def step_finished(attempt: str, step: str, result: Envelope) -> Envelope:
    """A step has ended."""
    return {
        "testStepFinished": {
            "testCaseStartedId": attempt,
            "testStepId": step,
            "testStepResult": result,
            "timestamp": now(),
        }
    }


def statements(tags: Iterable[str]) -> list[str]:
    """The ids of guide statements among tags, with or without their @."""
    return _fitting(_STATEMENT, tags)


def behaviours(tags: Iterable[str]) -> list[str]:
    """The ids of behaviours among tags, with or without their @."""
    return _fitting(_BEHAVIOUR, tags)


def _fitting(pattern: re.Pattern[str], tags: Iterable[str]) -> list[str]:
    return sorted({tag for tag in (tag.lstrip("@") for tag in tags) if pattern.fullmatch(tag)})
