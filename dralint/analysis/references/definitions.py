"""Definitions: what a module certainly offers, and what it certainly does not.

An absence means something only where nothing is hidden: no `use` of what cannot be seen, no macro
at the top level of a module that may define functions, no names made at compile time.
"""

from collections import defaultdict

from dralint.project import Call, File, Module, Project
from dralint.project.offered import offers

HARMLESS = frozenset(
    """
    schema embedded_schema field belongs_to has_many has_one many_to_many embeds_one embeds_many
    timestamps plug attr slot on_mount action_fallback derive defexception defstruct describe test
    setup setup_all defoverridable defprotocol defimpl defmodule raise to_string inspect
    """.split()
)
"""Macros at the top level of a module that define no functions that a caller could name."""

KNOWN_USES = frozenset(
    """
    GenServer Supervisor DynamicSupervisor Agent Task Application Mix.Task Ecto.Schema Bitwise
    """.split()
)
"""Modules of which it is known in full what a `use` of them brings."""

DEFINING = frozenset(("EEx", "Module", "Code", "Record"))
"""Modules of Elixir whose functions can define others."""

GENERATED = frozenset(
    """
    __struct__ __info__ module_info behaviour_info child_spec exception message __schema__
    __changeset__ impl_for impl_for! __protocol__ __impl__ __using__
    """.split()
)
"""Functions that Elixir or a well-known macro may add to a module."""


class Definitions:
    """What the modules of a project, and those that are well known, offer."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._top: dict[str, dict[int, list[Call]]] = {}
        self._closed: dict[Module, bool] = {}

    @classmethod
    def of(cls, project: Project) -> "Definitions":
        """Return the definitions of a project."""
        return cls(project)

    def is_offered(self, module: str, name: str, arity: int) -> bool:
        """Whether a well-known module has a function."""
        return (name, arity) in (offers(module) or ())

    def arities(self, module: Module, name: str) -> list[int]:
        """Return the arities of the functions of one name that a module defines."""
        return sorted({f.arity for f in module.functions if f.name == name})

    def is_closed(self, module: Module) -> bool:
        """Whether all functions of a module are in sight: in its text or known by its uses."""
        known = self._closed.get(module)
        if known is None:
            known = self._closed[module] = self._is_closed(module)
        return known

    def _is_closed(self, module: Module) -> bool:
        data = module.data
        if data.kind != "module" or data.quoted or data.inner or data.dynamic:
            return False
        effects = module.effects
        outline = module.file.outline
        if effects.open or not effects.uses <= KNOWN_USES or outline.breaks or outline.cut:
            return False
        top = self._top_calls(module.file).get(data.index, ())
        return not any(self._may_define(call) for call in top)

    def top_names(self, module: Module) -> set[str]:
        """Return the names of what a module calls at its top level."""
        top = self._top_calls(module.file).get(module.data.index, ())
        return {call.name for call in top}

    def _top_calls(self, file: File) -> dict[int, list[Call]]:
        found = self._top.get(file.path)
        if found is None:
            found = self._top[file.path] = defaultdict(list)
            for call in file.outline.calls:
                if call.function < 0 and not call.quoted and call.module >= 0:
                    found[call.module].append(file.calls[call.index])
        return found

    def _may_define(self, call: Call) -> bool:
        """Whether a call at the top level of a module may define functions."""
        target = call.target
        if call.data.on is None:
            if call.name in HARMLESS or call.data.bare:
                return False
            if target is None or call.name.startswith("def"):
                return True
        if target == "Kernel":
            return False
        if target is None:
            return True
        callee = call.callee
        if callee is not None:
            return callee.data.kind != "def"
        return target in DEFINING or (offers(target) is None and not target.startswith(":"))
