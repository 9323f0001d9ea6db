"""What there is to look at in a project, as plain data for JSON: one file a view.

A view stands on analyses as a rule does (its `of` says on which) and is only made when a command, a
report or an editor asks for it.
"""

from importlib import import_module
from typing import Any, Protocol, cast

__all__ = ["View", "names", "view"]


class View(Protocol):
    """A view: `data` holds lists, dictionaries, strings, numbers, booleans and None."""

    data: Any


_VIEWS = {
    "changes": ("changes", "ChangesView"),
    "contracts": ("contracts", "ContractsView"),
    "map": ("map", "MapView"),
    "tree": ("tree", "TreeView"),
    "unknowns": ("unknowns", "UnknownsView"),
    "waits": ("waits", "WaitsView"),
}
"""The module and the class of each view."""


def names() -> tuple[str, ...]:
    """Return the names of the views."""
    return tuple(_VIEWS)


def view(name: str) -> type[View]:
    """Return the class of a view; KeyError where there is none of that name."""
    module, kind = _VIEWS[name]
    return cast(type[View], getattr(import_module(f".{module}", __name__), kind))
