"""The rules that the configuration here makes, and their examples held against the engine."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from dralint import config as configuration
from dralint.config import Config, Custom
from dralint.doc import marks
from dralint.engine.choice import known_rules
from dralint.plugins import Plugins
from dralint.rule import Card

_FILE = re.compile(r"^# file: *(\S+) *$", re.M)
_PATHS = {"web": "lib/example_web/example.ex", "test": "test/example_test.exs"}


def configuration_here(config_file: str | None = None) -> Config:
    """Return the configuration that holds in the working directory."""
    path = Path(config_file) if config_file is not None else configuration.find(Path.cwd())
    return Config() if path is None else configuration.load(path)


def rules_here(plugins: Plugins, config_file: str | None = None) -> Mapping[str, Card]:
    """Return the card of every rule by id, those of the configuration here too."""
    return known_rules(configuration_here(config_file), plugins)


def faults(custom: Custom, card: Card) -> Iterator[str]:
    """Yield what is wrong with the examples of a rule: which one, and what was found in it."""
    if not custom.bad:
        yield "it has no bad example, so nothing shows that it ever speaks"
    for number, text in enumerate(custom.bad, start=1):
        files = files_of(custom, text)
        found = _found(card, files)
        drawn = sorted(
            (path, each.line, each.column, each.message)
            for path, code in files.items()
            for each in marks(path, code)
        )
        if not found:
            yield f"bad example {number}: nothing is found in it"
        elif drawn and drawn != found:
            yield f"bad example {number}: found is {_listed(found)}, and drawn {_listed(drawn)}"
    for number, text in enumerate(custom.good, start=1):
        found = _found(card, files_of(custom, text))
        if found:
            yield f"good example {number}: found is {_listed(found)}"


def files_of(custom: Custom, text: str) -> dict[str, str]:
    """Return the files of an example: a line `# file: PATH` begins one.

    Without such a line it is a file where the rule looks.
    """
    parts = _FILE.split(text)
    files = dict(zip(parts[1::2], parts[2::2], strict=True))
    if parts[0].strip():
        plain = "lib" in custom.where
        known = [_PATHS[word] for word in custom.where if word in _PATHS and not plain]
        files[known[0] if known else "lib/example.ex"] = parts[0]
    return files


Place = tuple[str, int, int, str]


def _found(card: Card, files: Mapping[str, str]) -> list[Place]:
    # Imported here: it brings all that tests of rules need.
    from dralint.testing import findings

    return sorted(
        (each.span.path, each.span.start.line, each.span.start.column, each.message)
        for each in findings([card.load()], files)
    )


def _listed(places: list[Place]) -> str:
    return "; ".join(f"line {line}: {message}" for _, line, _, message in places)
