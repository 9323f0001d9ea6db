"""Which rules are active."""

from collections.abc import Collection, Iterable

import msgspec

from .errors import ConfigError, quoted, suggestion
from .model import ALL, EXPERIMENTAL, Config, family, final_severity

_ID, _FAMILY, _ALL, _NOT = 3, 2, 1, 0


class Selection(msgspec.Struct, frozen=True):
    """What was selected, by the configuration and on the command line."""

    config: Config
    select: frozenset[str]
    ignore: frozenset[str]
    enable: frozenset[str]

    @classmethod
    def of(
        cls,
        config: Config,
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        enable: Iterable[str] = (),
    ) -> "Selection":
        """Join a configuration with the command line's wishes.

        A `select` there replaces the configured one; `ignore` and `enable` add to theirs.
        """
        return cls(
            config,
            frozenset(select) or frozenset(config.select),
            frozenset(ignore) | frozenset(config.ignore),
            frozenset(enable) | frozenset(config.enable),
        )

    def is_selected(
        self, rule: str, default: bool, severity: str, switch: str = EXPERIMENTAL
    ) -> bool:
        """Say whether a rule is active, given the gravest severity that it can give.

        The id counts for more than the family, and the family for more than "all"; between equals
        `ignore` wins. A rule that is off by default needs its own id, or its `switch` enabled.
        """
        wanted = _weight(rule, self.select)
        if not default and wanted < _ID and switch not in self.enable:
            return False
        if wanted <= _weight(rule, self.ignore):
            return False
        return final_severity(self.config, rule, severity) != "off"


def _weight(rule: str, names: frozenset[str]) -> int:
    """Return how exactly some names mean a rule."""
    if rule in names:
        return _ID
    if family(rule) in names:
        return _FAMILY
    return _ALL if ALL in names else _NOT


def covers(names: Collection[str], rule: str) -> bool:
    """Say whether names (ids, families, "all") include a rule."""
    return rule in names or family(rule) in names or ALL in names


def check_names(
    option: str, names: Iterable[str], *, rules: Collection[str], families: Collection[str]
) -> None:
    """Raise the error for the first name of an option of the command line that nothing has."""
    for name in names:
        fault = unknown(name, (*rules, *families, ALL))
        if fault:
            raise ConfigError(f"{option}: {fault}")


def unknown(name: str, known: Collection[str]) -> str:
    """Return what is wrong with the name of a rule or family, or nothing."""
    if name in known:
        return ""
    return f"unknown rule or family {quoted(name)}{suggestion(name, known)}"
