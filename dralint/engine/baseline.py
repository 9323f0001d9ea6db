"""The baseline: findings that were there when dralint came, known by content and not by line.

It is a JSON file beside the configuration, one line a finding, made to be read in a review.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dralint.config import ConfigError, called
from dralint.finding import Diagnostic

from .files import whole

NAME = ".dralint-baseline.json"
VERSION = 1


@dataclass(frozen=True)
class Accepted:
    """Accepted findings: their fingerprints, and the ids of their rules."""

    fingerprints: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()

    def renamed(self, former: Mapping[str, str]) -> list[str]:
        """Return a line for each rule that has another id by now, as `former` tells."""
        return [
            f"{NAME}: {called(old, former[old])}; `dralint baseline --prune` writes the new name"
            for old in sorted(self.rules & former.keys())
        ]


def read(root: Path) -> Accepted:
    """Return what a project's baseline accepts; ConfigError where it cannot be read."""
    found = entries(root)
    return Accepted(
        frozenset(entry["fingerprint"] for entry in found),
        frozenset(str(entry.get("rule")) for entry in found),
    )


def entries(root: Path) -> list[dict[str, Any]]:
    """Return the entries of a project's baseline, none where there is no file."""
    path = root / NAME
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:
        raise ConfigError(f"{NAME}: cannot be read: {error}; `dralint baseline` makes it") from None
    given = document.get("findings") if isinstance(document, dict) else None
    found: list[dict[str, Any]] = given if isinstance(given, list) else []
    right = given is found and all(
        isinstance(entry, dict) and isinstance(entry.get("fingerprint"), str) for entry in found
    )
    if not right or document.get("version") != VERSION:
        raise ConfigError(
            f"{NAME}: is no baseline of version {VERSION}; `dralint baseline` makes it"
        )
    return found


def write(root: Path, found: Iterable[dict[str, Any]]) -> Path:
    """Write a baseline, one line a finding, sorted, and return its path."""
    rows = sorted(json.dumps(entry, ensure_ascii=False) for entry in found)
    path = root / NAME
    lines = ",\n    ".join(rows)
    body = f"[\n    {lines}\n  ]" if rows else "[]"
    with whole(path) as out:
        out.write(f'{{\n  "version": {VERSION},\n  "findings": {body}\n}}\n')
    return path


def entry(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return how a finding stands in a baseline."""
    return {
        "rule": diagnostic.rule,
        "in": diagnostic.module or diagnostic.span.path,
        "function": diagnostic.function,
        "message": diagnostic.message,
        "fingerprint": diagnostic.fingerprint,
    }
