"""Absences: calls that reach nothing, because what they name is certainly not there."""

from collections.abc import Iterator, Set
from dataclasses import dataclass

from dralint.analysis.references.definitions import GENERATED, Definitions
from dralint.config import nearest
from dralint.outline import Call as Row
from dralint.outline.values import ListOf, Value, keyword
from dralint.project import Call, File, Function, Module, Project
from dralint.project.offered import offers

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


class Absences:
    """The calls of a project that name a function which is not there."""

    def __init__(self, project: Project, definitions: Definitions) -> None:
        self._project = project
        self._definitions = definitions
        self._known: dict[tuple[str, str, int], Absence | None] = {}
        self._probing: dict[str, frozenset[int]] = {}

    @classmethod
    def of(cls, project: Project, definitions: Definitions) -> "Absences":
        """Return the absences of a project."""
        return cls(project, definitions)

    def remote(self, file: File) -> Iterator[tuple[Call, Absence]]:
        """Yield the calls of a file that name a module which has no such function."""
        # All calls of a project come by here: each name is judged once, before anything is built.
        known = self._known
        for target, row in zip(self._project.targets(file), file.outline.calls, strict=True):
            if target is None or row.on is None:
                continue
            key = (target, row.name, len(row.args))
            if key not in known:
                known[key] = self._absence(*key)
            absence = known[key]
            if absence is not None:
                call = file.calls[row.index]
                if not self._may_be_there(call, target):
                    yield call, absence

    def _absence(self, target: str, name: str, arity: int) -> Absence | None:
        """Return what is missing where a module cannot have a function, None where it may."""
        if target == "Kernel" or name in GENERATED:
            return None
        modules = self._project.named(target)
        known = offers(target)
        if modules:
            return self._absent_in(modules, name, arity) if known is None else None
        if known is None or (name, arity) in known:
            return None
        if name.startswith("_") or not name[:1].isalpha():
            return None
        same = sorted(f"{each}/{size}" for each, size in known if each == name)
        return Absence(tuple(same or _similar(name, known)), ours=False)

    def _absent_in(self, modules: tuple[Module, ...], name: str, arity: int) -> Absence | None:
        private = False
        names: set[tuple[str, int]] = set()
        for module in modules:
            found = self._project.function_in(module, name, arity)
            if found is not None and found.data.public:
                return None
            private = private or found is not None
            effects = module.effects
            if (name, arity) in effects.adds or (name, arity) in effects.callbacks:
                return None
            if not self._definitions.is_closed(module):
                return None
            names.update(_public(module))
        same = sorted(f"{each}/{size}" for each, size in names if each == name)
        return Absence(tuple(same or _similar(name, names)), private)

    def _may_be_there(self, call: Call, target: str) -> bool:
        """Whether the place of a call leaves open what it reaches, or whether it is run."""
        if call.data.function < 0 or call.data.quoted:
            return True
        return self._is_probed(call) or self._may_be_aliased(call, target)

    def _may_be_aliased(self, call: Call, target: str) -> bool:
        """Whether a `use` that cannot be seen may have given a single word another meaning."""
        return (
            "." not in target
            and call.module is not None
            and (call.module.effects.open and self._project.defines(target))
        )

    def _is_probed(self, call: Call) -> bool:
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

    def local(self, file: File) -> Iterator[tuple[Function, Call]]:
        """Yield the calls of a file without a module that reach nothing, each with its function.

        Nothing follows where an import or a `use` of what is not known may bring the function, nor
        inside the arguments of a macro, which may give the call another meaning.
        """
        strange: dict[int, list[Row]] = {}
        for row in _unresolved(self._project.targets(file), file.outline.calls):
            if row.function >= 0 and _is_local(row):
                strange.setdefault(row.function, []).append(row)
        for index, rows in strange.items():
            function = file.functions[index]
            if not self._sees_all(function):
                continue
            brought = self._imported(function)
            for row in rows:
                call = file.calls[row.index]
                if (
                    (call.name, call.arity) not in brought
                    and call.name not in _SPECS
                    and not self._is_inside_macro(call, function)
                ):
                    yield function, call

    def _sees_all(self, function: Function) -> bool:
        """Whether everything that a function can call without a module is known."""
        data = function.data
        if data.is_test or data.dynamic or data.module < 0:
            return False
        index = data.module
        while index >= 0:
            module = function.file.modules[index]
            if not self._definitions.is_closed(module):
                return False
            if "defexception" in self._definitions.top_names(module):
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

    def _is_known(self, name: str) -> bool:
        """Whether all that an import of a module brings is known."""
        modules = self._project.named(name)
        if modules:
            return all(self._definitions.is_closed(module) for module in modules)
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


def _unresolved(targets: tuple[str | None, ...], rows: tuple[Row, ...]) -> Iterator[Row]:
    """Yield the calls whose target is unknown."""
    at = -1
    for _ in range(targets.count(None)):
        at = targets.index(None, at + 1)
        yield rows[at]


_SPECS = frozenset(("worker", "supervisor", "supervise"))
"""Functions that `use Supervisor` imported in old versions."""
_SPECIAL = ("sigil_", "__", "unquote")


def _is_local(data: Row) -> bool:
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
