"""Table reads: calls that a server answers from an ETS table which its callers could read."""

from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.messages.messages import tag_of
from dralint.analysis.processes.processes import Callback, Processes
from dralint.analysis.processes.taking import plain
from dralint.outline.values import Atom, ListOf
from dralint.project import Call, Module, Project

READS = frozenset("lookup lookup_element member tab2list match match_object select".split())
_PURE = frozenset(("Enum", "Map", "MapSet", "List", "Keyword", "Tuple", "Kernel", "String"))


class TableReads:
    """The clauses of servers that do nothing but read a table."""

    def __init__(self, project: Project, processes: Processes) -> None:
        self._project = project
        self._processes = processes

    @classmethod
    def of(cls, project: Project, processes: Processes) -> "TableReads":
        """Return the clauses of a project that only read."""
        return cls(project, processes)

    def of_module(self, module: Module) -> Iterator[tuple[Callback, Call]]:
        """Yield the clauses for calls that only read, with the call that reads."""
        for callback in self._owners.get(module, ()):
            read = _only_read(callback)
            if read is not None:
                yield callback, read

    @cached_property
    def _owners(self) -> dict[Module, list[Callback]]:
        """The clauses for calls of the servers that own tables which others may read."""
        open_to_all: dict[Module, bool] = {}
        for call in self._project.calls_to(":ets.new/2"):
            if call.module is not None and not call.data.quoted:
                known = open_to_all.get(call.module, True)
                open_to_all[call.module] = known and _is_readable(call)
        found: dict[Module, list[Callback]] = {}
        for callback in self._processes.callbacks if open_to_all else ():
            asked = callback.process == "server" and callback.name == "handle_call"
            if asked and open_to_all.get(callback.module):
                found.setdefault(callback.module, []).append(callback)
        return found

    def askers(self, callback: Callback) -> tuple[Call, ...]:
        """Return the calls of the server's own module that ask for what a clause reads."""
        asked = tag_of(plain(callback.clause.params[0]))
        return tuple(
            call
            for function in callback.module.functions
            for call in function.calls
            if (call.target, call.name) == ("GenServer", "call")
            and len(call.args) > 1
            and asked is not None
            and tag_of(call.args[1]) == asked
        )


def _is_readable(call: Call) -> bool:
    """Whether the options of a new table are written, and leave it open to readers."""
    options = call.args[1]
    if not isinstance(options, ListOf) or options.tail is not None:
        return False
    return all(not isinstance(o, Atom) or o.name != "private" for o in options.items)


def _only_read(callback: Callback) -> Call | None:
    """Return the call that reads a table, where a clause does nothing else."""
    first, end = callback.clause.calls
    reads: list[Call] = []
    for index in range(first, end):
        call = callback.file.call(index)
        if call.target == ":ets" and call.name in READS:
            reads.append(call)
        elif call.target not in _PURE or call.name in ("send", "spawn", "exit", "throw"):
            return None
    return reads[0] if len(reads) == 1 else None
