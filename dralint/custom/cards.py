"""From `[[custom]]` tables to rules."""

import re
from collections.abc import Callable, Collection
from typing import TypeVar

from dralint.analysis.calls.callgraph import CallGraph
from dralint.analysis.patterns.pattern import Pattern, PatternError
from dralint.analysis.patterns.places import PlaceError, Places
from dralint.config import Config, ConfigError, Custom, Where
from dralint.config.model import ALL
from dralint.finding import CERTAIN, RuleInfo, Severity
from dralint.rule import Card, Check, Rule

from .calls import FORM, calls_check
from .code import code_check
from .layers import Layers, layers_check
from .saying import Saying

T = TypeVar("T")
_ID = re.compile(r"[a-z]+(-[a-z0-9]+)+")
_HOPS = 12


def cards(config: Config, taken: Collection[str]) -> dict[str, Card]:
    """Return the card of every rule that a configuration makes, by id.

    `taken` are the ids of other rules. The first fault raises ConfigError with its line.
    """
    found: dict[str, Card] = {}
    for index, custom in enumerate(config.custom):
        where = config.where("custom", index)
        if not _ID.fullmatch(custom.id) or custom.id.partition("-")[0] == ALL:
            raise where.at("id").error(
                f'"{custom.id}" is no id: small words with `-` between, as in "team-no-sleep"'
            )
        if custom.id in found or custom.id in taken:
            raise where.at("id").error(f'there is a rule "{custom.id}" already')
        found[custom.id] = _card(custom, where)
    return found


def _card(custom: Custom, where: Where) -> Card:
    check = _check(custom, where)
    severity = Severity[custom.severity.upper()]
    info = RuleInfo(
        custom.id,
        severity,
        CERTAIN,
        custom.message,
        page(custom),
        tags=(custom.id.partition("-")[0],),
    )
    wants = (CallGraph,) if custom.reach else ()
    rule = Rule(custom.id, check, severity, CERTAIN, "Project", wants)
    return Card(info, "Project", (), (), (), False, False, lambda: rule)


def _check(custom: Custom, where: Where) -> Check:
    given = [name for name in ("pattern", "calls", "reach") if getattr(custom, name)]
    if len(given) != 1:
        both = f"not {' and '.join(given)}" if given else "and has none"
        raise where.error(f'"{custom.id}" needs one of "pattern", "calls" and "reach", {both}')
    inside = _read(Places.parse, custom.where, where.at("where"))
    outside = _read(Places.parse, custom.unless, where.at("unless"))
    saying = Saying(custom.message, custom.help, inside, outside)
    if custom.reach:
        if not 1 <= custom.hops <= _HOPS:
            raise where.at("hops").error(f'"hops" is from 1 to {_HOPS}, not {custom.hops}')
        reach = _read(Places.parse, custom.reach, where.at("reach"))
        through = _read(Places.parse, custom.through, where.at("through"))
        return layers_check(Layers(reach, through, custom.hops), saying)
    for name in ("hops", "through"):
        if getattr(custom, name) != getattr(Custom(id="", message=""), name):
            raise where.at(name).error(f'"{name}" goes with "reach"')
    if custom.calls:
        for at, target in enumerate(custom.calls):
            if not FORM.fullmatch(target):
                raise where.at("calls", at).error(
                    f'"{target}" is no call: "Module.name/1", "Module.name" or "Module.*"'
                )
        return calls_check(custom.calls, saying)
    if isinstance(custom.pattern, str):
        return code_check((_pattern(custom.pattern, where.at("pattern")),), saying)
    return code_check(
        tuple(_pattern(text, where.at("pattern", at)) for at, text in enumerate(custom.pattern)),
        saying,
    )


def _pattern(text: str, where: Where) -> Pattern:
    try:
        return Pattern.parse(text)
    except PatternError as error:
        raise where.error(f"the pattern {error}") from None


def _read(parse: Callable[[tuple[str, ...]], T], texts: tuple[str, ...], where: Where) -> T:
    """Read texts one by one first, so that the error has the place of the one at fault."""
    for at, text in enumerate(texts):
        try:
            parse((text,))
        except PlaceError as error:
            raise where.at(at).error(str(error)) from None
    return parse(texts)


def page(custom: Custom) -> str:
    """Return the page of a rule: what it says, why, and its examples."""
    parts = [f"{custom.message}.", custom.why.strip(), _sought(custom)]
    for heading, examples in (("Bad", custom.bad), ("Good", custom.good)):
        if examples:
            blocks = "\n\n".join(f"```elixir\n{each.strip(chr(10))}\n```" for each in examples)
            parts.append(f"## {heading}\n\n{blocks}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _sought(custom: Custom) -> str:
    """Say what the rule looks for."""
    if custom.reach:
        times = "at once" if custom.hops == 1 else f"within {custom.hops} calls"
        by_way = f", unless by way of {_listed(custom.through)}" if custom.through else ""
        what = f"{_listed(custom.where)} reaches {_listed(custom.reach)} {times}{by_way}"
    elif custom.calls:
        what = f"a call of {_listed(custom.calls)} in {_listed(custom.where)}"
    else:
        texts = (custom.pattern,) if isinstance(custom.pattern, str) else custom.pattern
        what = f"{_listed(texts)} in {_listed(custom.where)}"
    less = f", but not in {_listed(custom.unless)}" if custom.unless else ""
    return f"Found is: {what}{less}. The project's configuration says so."


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


__all__ = ["ConfigError", "cards", "page"]
