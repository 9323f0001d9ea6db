"""A configuration held against what is known: rules, families, analyses and their options."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from .errors import fold, quoted, suggestion
from .model import ALL, KEYS, Config
from .options import options as typed
from .paths import PathFilter
from .selection import unknown
from .source import Where

T = TypeVar("T")


def check(
    config: Config,
    *,
    rules: Collection[str],
    families: Collection[str],
    analyses: Mapping[str, type[Any]],
    options: Mapping[str, type[Any]],
) -> None:
    """Raise the error for the first thing in a configuration that nothing answers to.

    `rules` are the ids of all rules, `analyses` the types of options by the analysis' name, and
    `options` those by the rule's id: it is asked for the rules in `[rules]` alone, so it may load
    them when asked.
    """
    known = (*rules, *families, ALL)
    for key, names in (("select", config.select), ("ignore", config.ignore)):
        _names(names, known, config.where(key))
    for pattern, names in config.per_path_ignores.items():
        _names(names, known, config.where("per-path-ignores", pattern))
    for name in config.severity:
        fault = unknown(name, (*rules, *families))
        if fault:
            raise config.where("severity", name).error(fault)
    PathFilter.of(config)
    for rule, table in config.rules.items():
        where = config.where("rules", rule)
        if rule not in rules:
            raise where.error(f"unknown rule {quoted(rule)}{suggestion(rule, rules)}")
        kind = options.get(rule)
        if kind is not None:
            rule_options(config, rule, kind)
        elif table:
            raise where.at(next(iter(table))).error(f"rule {quoted(rule)} has no options")
    by_key = {fold(name): kind for name, kind in analyses.items()}
    for name in config.analyses:
        if name not in by_key:
            hint = suggestion(name, (*KEYS, *by_key))
            raise config.where(name).error(f"unknown key {quoted(name)}{hint}")
        analysis_options(config, name, by_key[name])


def rule_options(config: Config, rule: str, kind: type[T]) -> T:
    """Return the options of a rule as a value of their type."""
    return typed(kind, config.rules.get(rule, {}), config.where("rules", rule))


def analysis_options(config: Config, name: str, kind: type[T]) -> T:
    """Return the options of an analysis as a value of their type."""
    return typed(kind, config.analyses.get(fold(name), {}), config.where(fold(name)))


def _names(names: Collection[str], known: Collection[str], where: Where) -> None:
    for index, name in enumerate(names):
        fault = unknown(name, known)
        if fault:
            raise where.at(index).error(fault)
