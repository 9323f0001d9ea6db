"""GraphQL: which arguments of a query, as Absinthe's schemas declare them, are texts."""

from collections import defaultdict
from functools import cached_property

from dralint.analysis.values.bindings import Path
from dralint.outline.values import Atom, CallRef, Value
from dralint.project import Call, File, Project

_TEXTS = frozenset(("id", "string", "json"))
_DEPTH = 4


class GraphQL:
    """The arguments and input objects of a project's schemas."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "GraphQL":
        """Return what the schemas of a project declare."""
        return cls(project)

    def is_text(self, resolve: Call, path: Path) -> bool:
        """Whether a client's text stands at a way into the arguments of a field's resolver.

        Numbers, times and the values of an enum are none, whatever the client sends.
        """
        declared = self._fields(resolve.file, resolve.data.closure, "arg")
        return self._any_text(declared, path, 0)

    def _any_text(self, declared: dict[str, Value], path: Path, depth: int) -> bool:
        keys = [key for key in path if isinstance(key, str)]
        if not keys:
            return any(self._typed(kind, (), depth) for kind in declared.values())
        kind = declared.get(keys[0])
        return kind is not None and self._typed(kind, tuple(keys[1:]), depth)

    def _typed(self, kind: Value, path: Path, depth: int) -> bool:
        if not isinstance(kind, Atom) or depth > _DEPTH:
            return False
        if kind.name in _TEXTS:
            return True
        declared = self._inputs.get(kind.name)
        return declared is not None and self._any_text(declared, path, depth + 1)

    @cached_property
    def _inputs(self) -> dict[str, dict[str, Value]]:
        """The fields of each input object, with their types."""
        found: dict[str, dict[str, Value]] = {}
        for file in self._project.files:
            if not file.is_code:
                continue
            for closure in file.outline.closures:
                for user, _ in closure.uses if closure.kind == "do" else ():
                    call = file.outline.calls[user]
                    name = call.args[0] if call.name == "input_object" and call.args else None
                    if isinstance(name, Atom):
                        found[name.name] = self._fields(file, closure.index, "field")
        return found

    def _fields(self, file: File, closure: int, word: str) -> dict[str, Value]:
        """Return what is declared in a `do` block, with the types as they are written inside."""
        found: dict[str, Value] = {}
        for call in self._by_closure(file).get(closure, ()):
            data = file.outline.calls[call]
            if data.name == word and len(data.args) > 1 and isinstance(data.args[0], Atom):
                found[data.args[0].name] = _bare(file, data.args[1])
        return found

    def _by_closure(self, file: File) -> dict[int, list[int]]:
        known = self._closures.get(file.path)
        if known is None:
            known = self._closures[file.path] = defaultdict(list)
            for call in file.outline.calls:
                if call.name in ("arg", "field"):
                    known[call.closure].append(call.index)
        return known

    @cached_property
    def _closures(self) -> dict[str, dict[int, list[int]]]:
        return {}


def _bare(file: File, kind: Value) -> Value:
    """Return a type without `non_null` and `list_of`."""
    while isinstance(kind, CallRef):
        call = file.outline.calls[kind.call]
        if call.name not in ("non_null", "list_of") or not call.args:
            break
        kind = call.args[0]
    return kind
