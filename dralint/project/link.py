"""Which module each call reaches."""

from typing import TYPE_CHECKING

from dralint.outline import Call, Directive
from dralint.outline.values import (
    Atom,
    AttrRead,
    ListOf,
    ModuleRef,
    Number,
    TupleOf,
    Value,
    keyword,
)

from .kernel import KERNEL
from .library import LIBRARY
from .model import Effects, File, Module

if TYPE_CHECKING:
    from .project import Project

_NO_EFFECTS = Effects()


def targets_of(project: "Project", file: File) -> tuple[str | None, ...]:
    """Return the target module of each call of a file, None where it is unknown.

    Remote calls reach the module that they name, through aliases that a `use` brought in as well.
    Local ones reach, in this order, the module's own definitions, what `only:` imports, the
    project's imported modules, Kernel.
    """
    linker = _Linker(project, file)
    return tuple(linker.target(call) for call in file.outline.calls)


class _Linker:
    def __init__(self, project: "Project", file: File) -> None:
        self._project = project
        self._file = file
        self._imports = [d for d in file.outline.directives if d.kind == "import" and d.quote < 0]
        self._local: dict[tuple[int, str, int], str | None] = {}

    def target(self, call: Call) -> str | None:
        """Return the module that a call reaches."""
        on = call.on
        if on is None:
            return self._local_target(call)
        if isinstance(on, ModuleRef):
            return self._injected(call.module, on.name)
        if isinstance(on, AttrRead) and call.module >= 0:
            value = self._file.modules[call.module].attribute(on.name, call.start)
            if isinstance(value, ModuleRef):
                return self._injected(call.module, value.name)
        return None

    def _effects(self, module: int) -> Effects:
        if module < 0:
            return _NO_EFFECTS
        return self._project.effects(self._file.modules[module])

    def _injected(self, module: int, name: str) -> str:
        """Return a name expanded by the aliases that `use` brought into the module."""
        if module >= 0:
            first, dot, rest = name.partition(".")
            for short, full in self._effects(module).aliases:
                if short == first and not self._project.defines(name):
                    return full + dot + rest
        return name

    def _local_target(self, call: Call) -> str | None:
        arity = len(call.args)
        key = (call.module, call.name, arity)
        scoped = [
            d
            for d in self._imports
            if d.function >= 0 and d.start <= call.start < d.until and d.module == call.module
        ]
        if scoped:
            return self._find(call, arity, scoped)
        if key not in self._local:
            self._local[key] = self._find(call, arity, [])
        return self._local[key]

    def _find(self, call: Call, arity: int, scoped: list[Directive]) -> str | None:
        name = call.name
        own: Module | None = None
        if call.module >= 0:
            own = self._file.modules[call.module]
            if self._project.function_in(own, name, arity) is not None:
                return own.name
        effects = self._effects(call.module)
        if own is not None and (name, arity) in effects.adds:
            return own.name
        directives = [
            *scoped,
            *(d for d in self._imports if d.function < 0 and d.start <= call.start < d.until),
            *effects.imports,
        ]
        for directive in directives:
            if directive.name and self._brings(directive, name, arity):
                return directive.name
        for known in effects.known_imports:
            if (name, arity) in LIBRARY.get(known, ()):
                return known
        if arity in KERNEL.get(name, ()) and not any(
            d.name == "Kernel" and self._excludes(d, name, arity) for d in directives
        ):
            return "Kernel"
        return None

    def _brings(self, directive: Directive, name: str, arity: int) -> bool:
        only = keyword(directive.options, "only")
        if isinstance(only, ListOf):
            return _lists(only, name, arity)
        if directive.name == "Kernel" or self._excludes(directive, name, arity):
            return False
        module = self._project.module(directive.name or "", self._file)
        if module is None:
            return (name, arity) in LIBRARY.get(directive.name or "", ())
        function = self._project.function_in(module, name, arity)
        return function is not None and function.data.public

    def _excludes(self, directive: Directive, name: str, arity: int) -> bool:
        banned = keyword(directive.options, "except")
        if isinstance(banned, ListOf) and _lists(banned, name, arity):
            return True
        only = keyword(directive.options, "only")
        return (
            directive.name == "Kernel"
            and isinstance(only, ListOf)
            and not _lists(only, name, arity)
        )


def _lists(pairs: Value, name: str, arity: int) -> bool:
    """Whether a literal `[name: arity]` list holds a function."""
    return isinstance(pairs, ListOf) and any(
        isinstance(item, TupleOf)
        and len(item.items) == 2
        and isinstance(item.items[0], Atom)
        and item.items[0].name == name
        and isinstance(item.items[1], Number)
        and item.items[1].text == str(arity)
        for item in pairs.items
    )
