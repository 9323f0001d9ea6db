"""Borders: where the code of one domain reaches into another."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.layout.dra import Member
from dralint.analysis.layout.layout import Layout
from dralint.outline.values import CallRef, Fn, ModuleRef, Value, children
from dralint.project import Call, File, Project

_QUERIES = frozenset(
    """
    from join get get! get_by get_by! all one one! exists? aggregate delete_all update_all
    insert_all
    """.split()
)
"""Functions that are given the schema they ask for."""


@dataclass(frozen=True)
class Crossing:
    """A call in which a member of one domain reaches a member of another.

    `query`: the call asks the database for the other's schema, which it names.
    """

    caller: Member
    callee: Member
    call: Call
    query: bool = False


class Borders:
    """The crossings of a project's domains, in the order of files and calls."""

    def __init__(self, project: Project, layout: Layout) -> None:
        self._project = project
        self._layout = layout

    @classmethod
    def of(cls, project: Project, layout: Layout) -> "Borders":
        """Return the crossings between the domains of a project."""
        return cls(project, layout)

    @cached_property
    def crossings(self) -> tuple[Crossing, ...]:
        """All crossings. Resources that lie in no domain have no border."""
        if len({(m.file.app, m.domain) for m in self._members.values()}) < 2:
            return ()
        files: dict[str, File] = {m.file.path: m.file for m in self._members.values()}
        return tuple(each for file in files.values() for each in self._in(file))

    @cached_property
    def _members(self) -> dict[str, Member]:
        found: dict[str, Member] = {}
        for member in self._layout.members.values():
            if member.domain:
                found.setdefault(member.name, member)
        return found

    def _in(self, file: File) -> Iterator[Crossing]:
        known = self._members
        for data, target in zip(file.outline.calls, self._project.targets(file), strict=True):
            if data.module < 0 or data.quoted:
                continue
            named = [known[target]] if target in known else []
            asked = list(self._asked(data.args)) if data.name in _QUERIES else []
            if not named and not asked:
                continue
            caller = self._layout.member(file.modules[data.module])
            if caller is None or not caller.domain:
                continue
            for callee in named:
                if foreign(caller, callee):
                    yield Crossing(caller, callee, file.call(data.index))
            for callee in asked:
                if foreign(caller, callee):
                    yield Crossing(caller, callee, file.call(data.index), True)

    def _asked(self, args: tuple[Value, ...]) -> Iterator[Member]:
        """Yield the schemas that the arguments of a query name."""
        waiting = list(args)
        while waiting:
            value = waiting.pop()
            if isinstance(value, ModuleRef):
                member = self._members.get(value.name)
                if member is not None and member.role == "schema":
                    yield member
            elif not isinstance(value, CallRef | Fn):
                waiting.extend(children(value))

    @cached_property
    def graph(self) -> dict[str, dict[str, list[Crossing]]]:
        """The crossings by the domain they leave and the domain they reach."""
        table: dict[str, dict[str, list[Crossing]]] = defaultdict(lambda: defaultdict(list))
        for crossing in self.crossings:
            table[crossing.caller.domain][crossing.callee.domain].append(crossing)
        return {domain: dict(reached) for domain, reached in table.items()}


def foreign(caller: Member, callee: Member) -> bool:
    """Whether two members belong to different domains, neither of which lies in the other."""
    one, other = caller.domain, callee.domain
    if not one or not other:
        return False
    if caller.file.app is not callee.file.app:
        return True
    return not f"{one}/".startswith(f"{other}/") and not f"{other}/".startswith(f"{one}/")
