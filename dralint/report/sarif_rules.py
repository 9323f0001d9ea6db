"""Rules as SARIF describes them, and text as it wants it."""

import re
from typing import Any

from dralint.finding import Confidence, RuleInfo, Severity

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
# GitHub's own words; a rule whose findings can be refuted is none that it should show first.
_PROBLEM = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_PRECISION = {
    Confidence.CERTAIN: "very-high",
    Confidence.PROBABLE: "high",
    Confidence.POSSIBLE: "medium",
}
# Its presence makes an alert one of security: high from 7.0, medium from 4.0, low below.
_SCORE = {Severity.ERROR: "8.0", Severity.WARNING: "5.5", Severity.INFO: "3.0"}
_LONGEST = 1024
_MOST_TAGS = 20

_QUOTED = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"\[([^\[\]]*)\]\(")
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_LETTER = re.compile(r"-(\w)-")
_STRUCTURE = re.compile(r"^(#|```|~~~|[-*] |\d+\. |\|)")


def descriptor(rule: RuleInfo) -> dict[str, Any]:
    """Return the description of a rule."""
    tags = [rule.family, *rule.tags]
    properties: dict[str, Any] = {
        "tags": list(dict.fromkeys(tags))[:_MOST_TAGS],
        "precision": _PRECISION[rule.confidence],
        "problem.severity": _PROBLEM[rule.severity],
    }
    if rule.family == "security":
        properties["security-severity"] = _SCORE[rule.severity]
    page = rule.page.strip() or rule.summary
    past = {"deprecatedIds": list(rule.formerly)} if rule.formerly else {}
    return {
        "id": rule.id,
        **past,
        "name": _pascal(rule.id),
        "shortDescription": {"text": _shortened(sentence(rule.summary))},
        "fullDescription": {"text": _shortened(sentence(_opening(rule)))},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": LEVELS[rule.severity], "enabled": rule.default},
        "properties": properties,
    }


def sentence(text: str) -> str:
    """Return a text as plain text that ends with a full stop, where it does not end in code."""
    text = plain(text.strip())
    return text if "\n" in text or text.endswith((".", "!", "?")) else f"{text}."


def plain(text: str) -> str:
    """Return a message as plain text.

    Backticks become quotes, which is how SARIF quotes names: GitHub drops the backticks and spoils
    what they enclose. What a reader would take for a link or for a placeholder is escaped, for a
    name from the checked project must not become one.
    """
    text = _QUOTED.sub(r"'\1'", text)
    text = _LINK.sub(r"\\[\1\\] (", text)
    return _PLACEHOLDER.sub(r"{{\1}}", text)


def _pascal(id: str) -> str:
    """Return an id as one word, where a single letter is no word: `query-n-plus` is QueryNplus."""
    return "".join(word.capitalize() for word in _LETTER.sub(r"-\1", id).split("-"))


def _opening(rule: RuleInfo) -> str:
    """Return the first paragraph of a rule's page that says more than its summary."""
    for paragraph in rule.page.strip().removeprefix(rule.summary).split("\n\n"):
        text = " ".join(paragraph.split())
        if text and not _STRUCTURE.match(text):
            return text
    return rule.summary


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    cut = text[: _LONGEST - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"
