"""Ids of the past in a configuration: they hold for the rules that have other ids today."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec.structs import replace

from .errors import quoted
from .model import Config
from .source import Where

T = TypeVar("T")


def renamed(config: Config, former: Mapping[str, str]) -> tuple[Config, tuple[str, ...]]:
    """Return a configuration with the ids of today, and a line for each that it has from before.

    `former` gives the id of today by each id of the past. A setting that is given under both is a
    ConfigError.
    """
    notes: list[str] = []

    def names(given: Iterable[str], where: Where) -> tuple[str, ...]:
        given = tuple(given)
        notes.extend(
            f"{where.at(index).found}: {called(name, former[name])}"
            for index, name in enumerate(given)
            if name in former
        )
        return today(given, former)

    def table(given: Mapping[str, T], where: Where) -> dict[str, T]:
        for name in given:
            if name not in former:
                continue
            if former[name] in given:
                other = quoted(former[name])
                raise where.at(name).error(
                    f"{quoted(name)} is called {other} now, and both stand here"
                )
            notes.append(f"{where.at(name).found}: {called(name, former[name])}")
        return {former.get(name, name): value for name, value in given.items()}

    if not former:
        return config, ()
    ignores = config.where("per-path-ignores")
    return replace(
        config,
        select=names(config.select, config.where("select")),
        ignore=names(config.ignore, config.where("ignore")),
        severity=table(config.severity, config.where("severity")),
        rules=table(config.rules, config.where("rules")),
        per_path_ignores={
            pattern: names(given, ignores.at(pattern))
            for pattern, given in config.per_path_ignores.items()
        },
    ), tuple(notes)


def today(names: Iterable[str], former: Mapping[str, str]) -> tuple[str, ...]:
    """Return names of rules as they are called today."""
    return tuple(former.get(name, name) for name in names)


def called(old: str, new: str) -> str:
    """Return the note about an id of the past."""
    return f"{quoted(old)} is called {quoted(new)} now"
