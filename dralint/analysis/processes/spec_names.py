"""Functions that child specifications name: `{Module, :name, args}`."""

from dralint.analysis.calls.inside import inside
from dralint.outline.values import Atom, ModuleRef, TupleOf
from dralint.project import Module, Project

_WITHOUT = frozenset(
    (None, "live", "component", "channel", "worker", "repo", "endpoint", "presence", "socket")
)
"""Kinds of process that start no others by a specification."""


def named_in_specs(project: Project) -> frozenset[tuple[str, str]]:
    """Return the functions, by module and name, that modules which may hold specifications name."""
    return frozenset(
        (holder.name, name.name)
        for module in project.modules
        if _may_hold_specs(module)
        for function in module.functions
        for value in inside(module.file.outline, *(clause.body for clause in function.clauses))
        if isinstance(value, TupleOf) and len(value.items) == 3
        for holder, name in (value.items[:2],)
        if isinstance(holder, ModuleRef) and isinstance(name, Atom)
    )


def _may_hold_specs(module: Module) -> bool:
    effects = module.effects
    return (
        effects.process not in _WITHOUT
        or "Application" in effects.behaviours
        or any(function.name in ("child_spec", "start_child") for function in module.functions)
    )
