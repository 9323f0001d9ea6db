"""Definitions: what a module certainly offers, and what it certainly does not.

An absence means something only where nothing is hidden: no `use` of what cannot be seen, no macro
at the top level of a module that may define functions, no names made at compile time.
"""

from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass

from dralint.config import nearest
from dralint.outline.values import ListOf, Value, keyword
from dralint.project import Call, File, Function, Module, Project
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

_PROBES = frozenset(
    """
    function_exported? macro_exported? ensure_loaded? ensure_loaded ensure_loaded! ensure_compiled
    ensure_compiled! match?
    """.split()
)
"""Functions by which code asks whether something is there, or for the version of it."""


@dataclass(frozen=True)
class Absence:
    """A function that is not there: `near` is what its module has instead under that name.

    `private`: it is there, but only its own module may call it. `ours`: the module is the
    project's, not a library's.
    """

    near: tuple[str, ...] = ()
    private: bool = False
    ours: bool = True


class Definitions:
    """What the modules of a project, and those that are well known, offer."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._top: dict[str, dict[int, list[Call]]] = {}
        self._closed: dict[Module, bool] = {}
        self._probing: dict[str, frozenset[int]] = {}

    @classmethod
    def of(cls, project: Project) -> "Definitions":
        """Return the definitions of a project."""
        return cls(project)

    def may_lack(self, module: str, name: str) -> bool:
        """Whether a module is known well enough that a name could be missing from it."""
        if name in GENERATED or module == "Kernel":
            return False
        return self._project.defines(module) or offers(module) is not None

    def is_offered(self, module: str, name: str, arity: int) -> bool:
        """Whether a well-known module has a function."""
        return (name, arity) in (offers(module) or ())

    def arities(self, module: Module, name: str) -> list[int]:
        """Return the arities of the functions of one name that a module defines."""
        return sorted({f.arity for f in module.functions if f.name == name})

    def absent(self, call: Call) -> Absence | None:
        """Return what is missing where a remote call cannot work, None where it may."""
        target = call.target
        if (
            target is None
            or call.data.function < 0
            or call.data.quoted
            or call.name in GENERATED
            or self.is_probed(call)
        ):
            return None
        if self._may_be_aliased(call, target):
            return None
        modules = self._project.named(target)
        known = offers(target)
        if modules:
            return self._absent_in(modules, call) if known is None else None
        if known is None or call.name.startswith("_") or not call.name[:1].isalpha():
            return None
        if (call.name, call.arity) in known:
            return None
        same = sorted(f"{name}/{arity}" for name, arity in known if name == call.name)
        return Absence(tuple(same or _similar(call.name, known)), ours=False)

    def _may_be_aliased(self, call: Call, target: str) -> bool:
        """Whether a `use` that cannot be seen may have given a single word another meaning."""
        return (
            "." not in target
            and call.module is not None
            and (call.module.effects.open and self._project.defines(target))
        )

    def _absent_in(self, modules: tuple[Module, ...], call: Call) -> Absence | None:
        private = False
        names: set[tuple[str, int]] = set()
        for module in modules:
            found = self._project.function_in(module, call.name, call.arity)
            if found is not None and found.data.public:
                return None
            private = private or found is not None
            if not self.is_closed(module) or (call.name, call.arity) in module.effects.adds:
                return None
            if (call.name, call.arity) in module.effects.callbacks:
                return None
            names.update(_public(module))
        same = sorted(f"{name}/{arity}" for name, arity in names if name == call.name)
        return Absence(tuple(same or _similar(call.name, names)), private)

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

    def is_probed(self, call: Call) -> bool:
        """Whether the code around a call asks first whether something is there."""
        file = call.file
        known = self._probing.get(file.path)
        if known is None:
            known = self._probing[file.path] = frozenset(
                each.function
                for each in file.outline.calls
                if each.name in _PROBES and (each.name != "match?" or each.on is not None)
            )
        return bool(known) and (call.data.function in known or -1 in known)

    def missing_locals(self, function: Function) -> Iterator[Call]:
        """Yield the local calls of a function that reach nothing.

        Nothing follows where an import or a `use` of what is not known may bring the function, nor
        inside the arguments of a macro, which may give the call another meaning.
        """
        if function.data.is_test or function.data.dynamic or function.data.module < 0:
            return
        targets = self._project.targets(function.file)
        strange = [
            call for call in function.calls if targets[call.data.index] is None and _is_local(call)
        ]
        if not strange or not self._sees_all(function):
            return
        brought = self._imported(function)
        for call in strange:
            if (
                (call.name, call.arity) in brought
                or call.name in _SPECS
                or self._is_inside_macro(call, function)
            ):
                continue
            yield call

    def _sees_all(self, function: Function) -> bool:
        """Whether everything that a function can call without a module is known."""
        index = function.data.module
        while index >= 0:
            module = function.file.modules[index]
            if not self.is_closed(module) or "defexception" in self._top_names(module):
                return False
            index = module.data.parent
        uses = (d for d in function.file.outline.directives if d.kind == "use")
        if any(d.function == function.data.index for d in uses):
            return False
        return all(name and self._is_known(name) for name in self._imports(function))

    def _imports(self, function: Function) -> Iterator[str | None]:
        """Yield the modules that are imported as a whole where a function stands."""
        index = function.data.module
        while index >= 0:
            module = function.file.modules[index]
            yield from module.effects.known_imports
            yield from (directive.name for directive in module.effects.imports)
            index = module.data.parent
        start, end = function.clauses[0].start, function.clauses[-1].end
        for directive in function.file.outline.directives:
            if directive.kind == "import" and directive.quote < 0:
                in_scope = directive.start <= end and start < directive.until
                if in_scope and not _is_listed(directive.options):
                    yield directive.name

    def _imported(self, function: Function) -> frozenset[tuple[str, int]]:
        """Return what well-known modules bring where a function stands."""
        names = {name for name in self._imports(function) if name is not None}
        return frozenset().union(*(offers(name) or frozenset() for name in names))

    def _top_names(self, module: Module) -> set[str]:
        top = self._top_calls(module.file).get(module.data.index, ())
        return {call.name for call in top}

    def _is_known(self, name: str) -> bool:
        """Whether all that an import of a module brings is known."""
        modules = self._project.named(name)
        if modules:
            return all(self.is_closed(module) for module in modules)
        return offers(name) is not None

    def _is_inside_macro(self, call: Call, function: Function) -> bool:
        data = call.data
        for other in function.calls:
            if other.data.index == data.index or not (
                other.data.start <= data.start and data.end <= other.data.end
            ):
                continue
            if not any(arg.start <= data.start and data.end <= arg.end for arg in other.data.args):
                continue
            target = other.target
            callee = other.callee
            if other.data.on is not None and not other.data.name[:1].isalpha():
                continue
            if target is None or (callee is not None and callee.data.kind.startswith("defmacro")):
                return True
            plain = target == "Kernel" or callee is not None or offers(target) is not None
            if not plain or target.startswith("Ecto.Query"):
                return True
        return False


_SPECS = frozenset(("worker", "supervisor", "supervise"))
"""Functions that `use Supervisor` imported in old versions."""
_SPECIAL = ("sigil_", "__", "unquote")


def _is_local(call: Call) -> bool:
    data = call.data
    return (
        data.on is None
        and not data.quoted
        and not data.bare
        and data.name not in ("super", "receive", "size", "unit")
        and data.name[:1].isalpha()
        and not data.name.startswith(_SPECIAL)
        # `pos..-1` is read as a call of `pos`.
        and not (data.args and data.args[0].start == data.name_end)
    )


def _is_listed(options: Value | None) -> bool:
    """Whether an import lists what it brings: `only: [f: 1]`."""
    if not isinstance(options, ListOf):
        return False
    only = keyword(options, "only")
    return isinstance(only, ListOf)


def _public(module: Module) -> Iterator[tuple[str, int]]:
    for function in module.functions:
        if function.data.public:
            for arity in range(function.data.min_arity, function.data.max_arity + 1):
                yield function.name, arity


def _similar(name: str, known: Set[tuple[str, int]]) -> list[str]:
    """Return names that begin like another, the nearest first."""
    close = nearest(name, {each for each, _ in known})
    if close is None:
        longer = sorted(each for each, _ in known if each.startswith(name))
        close = longer[0] if longer else None
    return sorted(f"{each}/{arity}" for each, arity in known if each == close)
