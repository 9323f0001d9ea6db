"""Where rules and reporters come from: installed distributions with an entry point `dralint`.

A package of rules that has an index is not imported: its cards say what there is, and each rule is
imported when it has something to judge.
"""

import importlib
import pkgutil
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING

from . import index
from .errors import DralintError
from .rule import Card, Rule, RuleError

if TYPE_CHECKING:
    import pluggy

    from .report.base import Reporter


class PluginError(DralintError):
    """A plugin cannot be used. The message names it and says why."""


class PackageRules(list[Rule]):
    """All rules of a package: they depend on nothing but its files, so they may be indexed."""

    def __init__(self, package: str, rules: list[Rule]) -> None:
        """Take the package's name and its rules."""
        super().__init__(rules)
        self.package = package


class Plugins:
    """All plugins of the environment."""

    def __init__(self) -> None:
        """Find them, and load those without an index; one that fails raises PluginError."""
        self._entries = index.plugins()
        self._indexed: dict[str, tuple[Card, ...]] = {}
        for name, value in self._entries:
            cards = index.read(value) if value.isidentifier() else None
            if cards is not None:
                self._indexed[name] = cards
        rest = [entry for entry in self._entries if entry[0] not in self._indexed]
        self._manager = _manager(rest) if rest else None

    @cached_property
    def cards(self) -> dict[str, Card]:
        """The card of every rule by id."""
        offered = dict(self._indexed)
        packages: dict[str, PackageRules] = {}
        for impl in self._impls("dralint_rules"):
            rules = _offered(impl)
            offered[impl.plugin_name] = tuple(rule.card for rule in rules)
            if isinstance(rules, PackageRules):
                packages[impl.plugin_name] = rules
        found: dict[str, Card] = {}
        for name, cards in sorted(offered.items()):
            for card in cards:
                if card.id in found:
                    one, other = card.load().module, found[card.id].load().module
                    raise PluginError(
                        f"plugin {name}: {one} and {other} both claim the id {card.id}"
                    )
                found[card.id] = card
        reporting = {impl.plugin_name for impl in self._impls("dralint_reporters")}
        for name, value in self._entries:
            given = packages.get(name)
            if given is not None and given.package == value and name not in reporting:
                index.write(given.package, given)
        return dict(sorted(found.items()))

    @cached_property
    def former(self) -> dict[str, str]:
        """The id of today by each id that a rule had before; PluginError where it is taken."""
        found: dict[str, str] = {}
        for card in self.cards.values():
            for old in card.info.formerly:
                other = old if old in self.cards else found.get(old)
                if other is not None:
                    raise PluginError(f"rule {card.id}: its former id {old} belongs to {other}")
                found[old] = card.id
        return found

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Every rule by id, imported."""
        return {id: card.load() for id, card in self.cards.items()}

    @cached_property
    def reporters(self) -> dict[str, "Reporter"]:
        """Every reporter of a plugin by name."""
        groups = self._manager.hook.dralint_reporters() if self._manager else ()
        return {reporter.name: reporter for group in groups for reporter in group}

    def stamp(self) -> bytes | None:
        """Return what changes with every file of dralint and its plugins; None where unknown."""
        modules = [value.partition(":")[0] for _, value in self._entries]
        packages = {"dralint", *(module.partition(".")[0].strip() for module in modules)}
        stamps = [index.stamp(package) for package in sorted(packages)]
        return (
            None
            if None in stamps
            else b"".join((repr(self._entries).encode(), *filter(None, stamps)))
        )

    def _impls(self, hook: str) -> "list[pluggy.HookImpl]":
        if self._manager is None:
            return []
        caller: pluggy.HookCaller = getattr(self._manager.hook, hook)
        return caller.get_hookimpls()


def _manager(entries: list[tuple[str, str]]) -> "pluggy.PluginManager":
    """Load plugins, given by name and value of their entry points."""
    from importlib.metadata import EntryPoint

    import pluggy

    from . import hookspecs

    manager = pluggy.PluginManager("dralint")
    manager.add_hookspecs(hookspecs)
    for name, value in entries:
        try:
            manager.register(EntryPoint(name, value, "dralint").load(), name=name)
        except RuleError as error:
            raise PluginError(f"plugin {name}: {error}") from error
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            raise PluginError(f"plugin {name} does not load: {reason}") from error
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(f"plugin error: {error}") from error
    return manager


def _offered(impl: "pluggy.HookImpl") -> list[Rule]:
    """Return the rules that a plugin gives."""
    name = impl.plugin_name
    try:
        given: object = impl.function()
        rules: list[object] = given if isinstance(given, list) else list(given)  # type: ignore[call-overload]
    except RuleError as error:
        raise PluginError(f"plugin {name}: {error}") from error
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise PluginError(f"plugin {name} does not give its rules: {reason}") from error
    for rule in rules:
        if not isinstance(rule, Rule):
            raise PluginError(f"plugin {name} gives {rule!r}, which is no rule")
    return rules  # type: ignore[return-value]


def rules_in(package: ModuleType) -> PackageRules:
    """Return the rules of a package: one module, one rule."""
    names = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    modules = [importlib.import_module(info.name) for info in names if not info.ispkg]
    return PackageRules(
        package.__name__,
        [
            value
            for module in modules
            for value in vars(module).values()
            if isinstance(value, Rule) and value.module == module.__name__
        ],
    )
