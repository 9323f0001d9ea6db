"""Queries: which modules are repositories of Ecto, and which calls ask or write a database."""

import re
from dataclasses import dataclass
from functools import cached_property

from dralint.outline.values import (
    Atom,
    CallRef,
    Interpolated,
    ModuleRef,
    Sigil,
    String,
    Value,
    keyword,
)
from dralint.project import Call, File, Module, Project

READ, LOAD, WRITE = "read", "load", "write"

_REPO = {
    **dict.fromkeys(
        "all one get get_by exists? aggregate reload stream query all_by get_one".split(), READ
    ),
    "preload": LOAD,
    **dict.fromkeys(
        "insert update delete insert_or_update insert_all update_all delete_all".split(), WRITE
    ),
}
_ASH = {
    **dict.fromkeys(
        "get read read_one read_first count exists? exists first list sum min max avg".split(), READ
    ),
    "load": LOAD,
    **dict.fromkeys("create update destroy".split(), WRITE),
}
_SQL = frozenset(("Ecto.Adapters.SQL", "Postgrex", "MyXQL"))
_ACTIONS = {"read": READ, "create": WRITE, "update": WRITE, "destroy": WRITE}
_STATEMENT = re.compile(
    r"\s*(insert|update|delete|create|alter|drop|truncate|set|grant|refresh|lock|notify|copy|call|do"
    r"|begin|commit|vacuum|analyze|listen|reindex)\b",
    re.I,
)
_REPO_USES = frozenset(("Ecto.Repo", "AshPostgres.Repo", "AshSqlite.Repo", "AshMysql.Repo"))


@dataclass(frozen=True)
class Query:
    """One call that goes to the database: `kind` is read, load or write.

    Load is `preload`: it asks nothing where the data is there already. `sure` is false where the
    repository is known by its name alone. `statement` is the argument that holds SQL text, if any.
    """

    call: Call
    kind: str
    sure: bool
    statement: int | None = None


class Queries:
    """The queries of a project."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._repos: dict[str, bool | None] = {}

    @classmethod
    def of(cls, project: Project) -> "Queries":
        """Return the queries of a project."""
        return cls(project)

    def repo(self, name: str, seen_from: File | None = None) -> bool | None:
        """Return whether a module is a repository: True, False for by its name alone, or None."""
        if name not in self._repos:
            self._repos[name] = _is_repo(self._project.module(name, seen_from), name)
        return self._repos[name]

    def query(self, call: Call) -> Query | None:
        """Return what a call asks of the database, None where it does not."""
        name = call.name.removesuffix("!")
        if call.data.quoted or not call.args:
            return None
        if name not in _NAMES and (call.target, name) not in self._interface:
            return None
        target = call.target
        if target is None:
            return None
        if target == "Ash" and name in _ASH:
            if keyword(call.args[-1], "lazy?") is not None or self._is_embedded(call):
                return None
            return Query(call, _ASH[name], True)
        if target in _SQL and name == "query":
            return Query(call, _statement(call.args[1:2]), True, 1)
        kind = self._interface.get((target, name))
        if kind is not None and call.callee is None:
            return Query(call, kind, True)
        if name in _REPO:
            sure = self.repo(target, call.file)
            if sure is None and self._generated(call, target):
                sure = False
            if sure is not None:
                if name == "query":
                    return Query(call, _statement(call.args[:1]), sure, 0)
                return Query(call, _REPO[name], sure)
        return None

    def _is_embedded(self, call: Call) -> bool:
        """Whether a resource of Ash that is made lies in another, and in no table of its own."""
        made: Value = call.args[0]
        while isinstance(made, CallRef) and call.file.outline.calls[made.call].args:
            made = call.file.outline.calls[made.call].args[0]
        module = self._project.module(made.name) if isinstance(made, ModuleRef) else None
        return module is not None and any(
            isinstance(layer := keyword(each.options, "data_layer"), Atom)
            and layer.name == "embedded"
            for each in module.file.outline.directives
            if each.module == module.data.index and each.name == "Ash.Resource"
        )

    def _generated(self, call: Call, target: str) -> bool:
        """Whether a module called `Repo` has a function that a macro must have defined."""
        return (
            target.rpartition(".")[2] == "Repo"
            and self._project.defines(target)
            and call.callee is None
        )

    @cached_property
    def calls(self) -> tuple[Query, ...]:
        """All queries, in the order of files and calls."""
        asked = [f"{to}.{name}/*" for to, name in self._project.called if self._may_ask(to, name)]
        calls = (call for name in asked for call in self._project.calls_to(name))
        found = [query for call in calls if (query := self.query(call)) is not None]
        found.sort(key=lambda query: (query.call.file.path, query.call.data.index))
        return tuple(found)

    def _may_ask(self, module: str, name: str) -> bool:
        """Whether a call of this name to this module is worth a look."""
        plain = name.removesuffix("!")
        if plain in _NAMES and (
            module == "Ash"
            or module in _SQL
            or module.endswith("Repo")
            or self.repo(module) is not None
        ):
            return True
        return (module, plain) in self._interface

    @cached_property
    def _interface(self) -> dict[tuple[str | None, str], str]:
        """The functions that Ash generates for `define`, with what they do."""
        found: dict[tuple[str | None, str], str] = {}
        for file in self._project.files:
            for data in file.outline.calls:
                if data.name != "define" or data.function >= 0 or not data.args or data.quoted:
                    continue
                name = data.args[0]
                if isinstance(name, Atom) and data.module >= 0:
                    module = file.modules[data.module]
                    kind = self._defined(file.call(data.index), module, name.name)
                    if kind is not None:
                        found[module.name, name.name] = kind
        return found

    def _defined(self, call: Call, module: Module, name: str) -> str | None:
        options = call.args[-1]
        action = keyword(options, "action")
        wanted = action.name if isinstance(action, Atom) else name
        resource = self._resource(call) or module
        for data in resource.file.outline.calls:
            if data.module != resource.data.index or data.function >= 0 or not data.args:
                continue
            first = data.args[0]
            if data.name in _ACTIONS and isinstance(first, Atom) and first.name == wanted:
                return _ACTIONS[data.name]
        if keyword(options, "get_by") or keyword(options, "get?"):
            return READ
        return _ACTIONS.get(wanted)

    def _resource(self, call: Call) -> Module | None:
        """Return the resource in whose `resource ... do` block of a domain a call stands."""
        outline = call.file.outline
        index = call.data.closure
        while index >= 0:
            closure = outline.closures[index]
            for user, _ in closure.uses:
                args = outline.calls[user].args
                named = outline.calls[user].name == "resource" and args
                if named and isinstance(args[0], ModuleRef):
                    return self._project.module(args[0].name, call.file)
            index = closure.parent
        return None


_NAMES = frozenset((*_REPO, *_ASH))


def _is_repo(module: Module | None, name: str) -> bool | None:
    last = name.rpartition(".")[2]
    if module is None:
        return False if last == "Repo" else None
    effects = module.effects
    if effects.process == "repo" or not _REPO_USES.isdisjoint(effects.uses):
        return True
    return False if effects.open and last.endswith("Repo") else None


def _statement(args: tuple[Value, ...]) -> str:
    """Return what an SQL text does, as far as it is written here."""
    first = args[0] if args else None
    if isinstance(first, Interpolated) and first.parts:
        first = first.parts[0]
    text = first.text if isinstance(first, String | Sigil) else ""
    return WRITE if _STATEMENT.match(text.strip('"')) else READ
