"""Where rules and reporters come from: installed distributions with an entry point `dralint`."""

import importlib
import pkgutil
from functools import cached_property
from importlib.metadata import entry_points
from types import ModuleType
from typing import TYPE_CHECKING

import pluggy

from . import hookspecs
from .rule import Rule, RuleError

if TYPE_CHECKING:
    from .report.base import Reporter


class PluginError(Exception):
    """A plugin cannot be used. The message names it and says why."""


class Plugins:
    """All plugins of the environment, loaded."""

    def __init__(self) -> None:
        """Load them; one that fails raises PluginError with its name."""
        manager = pluggy.PluginManager("dralint")
        manager.add_hookspecs(hookspecs)
        for entry in sorted(set(entry_points(group="dralint")), key=lambda e: (e.name, e.value)):
            try:
                manager.register(entry.load(), name=entry.name)
            except RuleError as error:
                raise PluginError(f"plugin {entry.name}: {error}") from error
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                raise PluginError(f"plugin {entry.name} does not load: {reason}") from error
        try:
            manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise PluginError(f"plugin error: {error}") from error
        self._manager = manager

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Every rule by id."""
        found: dict[str, Rule] = {}
        for impl in self._manager.hook.dralint_rules.get_hookimpls():
            name = impl.plugin_name
            try:
                offered: list[object] = list(impl.function())  # type: ignore[call-overload]
            except RuleError as error:
                raise PluginError(f"plugin {name}: {error}") from error
            except Exception as error:
                reason = f"{type(error).__name__}: {error}"
                raise PluginError(f"plugin {name} does not give its rules: {reason}") from error
            for rule in offered:
                if not isinstance(rule, Rule):
                    raise PluginError(f"plugin {name} gives {rule!r}, which is no rule")
                if rule.id in found:
                    other = found[rule.id].module
                    raise PluginError(
                        f"plugin {name}: {rule.module} and {other} both claim the id {rule.id}"
                    )
                found[rule.id] = rule
        return dict(sorted(found.items()))

    @cached_property
    def reporters(self) -> dict[str, "Reporter"]:
        """Every reporter of a plugin by name."""
        groups = self._manager.hook.dralint_reporters()
        return {reporter.name: reporter for group in groups for reporter in group}


def rules_in(package: ModuleType) -> list[Rule]:
    """Return the rules of a package: one module, one rule."""
    names = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    modules = [importlib.import_module(info.name) for info in names if not info.ispkg]
    return [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, Rule) and value.module == module.__name__
    ]
