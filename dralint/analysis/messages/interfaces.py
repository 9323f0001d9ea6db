"""Interfaces: who speaks a server's protocol, the server's own functions or others."""

from collections import defaultdict
from functools import cached_property

from dralint.analysis.messages.message_table import CALL, CAST
from dralint.analysis.messages.messages import TAKES, Messages, tag_of
from dralint.analysis.messages.sends import Message
from dralint.analysis.values.term import as_term
from dralint.project import Function, Module, Project


class Interfaces:
    """The client functions of a project's servers, and who goes around them."""

    def __init__(self, project: Project, messages: Messages) -> None:
        self._project = project
        self._messages = messages

    @classmethod
    def of(cls, project: Project, messages: Messages) -> "Interfaces":
        """Return the interfaces of a project's servers."""
        return cls(project, messages)

    def offers(self, module: Module) -> bool:
        """Whether a server has functions, beside its callbacks, that call or cast."""
        return module.name in self._clients

    def clients(self, module: Module) -> frozenset[Function]:
        """The functions of a server, beside its callbacks, that call or cast themselves."""
        return self._clients.get(module.name, frozenset())

    @cached_property
    def _clients(self) -> dict[str, frozenset[Function]]:
        found: dict[str, set[Function]] = defaultdict(set)
        for message in self._messages.sent:
            if message.kind in (CALL, CAST) and not message.function.is_callback:
                found[message.function.module.name].add(message.function)
        return {name: frozenset(functions) for name, functions in found.items()}

    @cached_property
    def raw(self) -> dict[str, list[Message]]:
        """The calls and casts to a server that code outside of its surroundings makes itself.

        By the server's module. Its surroundings are the modules below and beside it, and the one
        that it stands below.
        """
        found: dict[str, list[Message]] = defaultdict(list)
        for message in self._messages.sent:
            module = message.site.module
            if message.kind not in (CALL, CAST) or message.site.file.is_test or module is None:
                continue
            address = self._messages.address(message)
            if address is None or address.instance == "any":
                continue
            if not _near(module.name, address.module):
                found[address.module].append(message)
        return found

    def tags(self, module: Module) -> frozenset[tuple[str, int]]:
        """The tags of the calls and casts that a server takes."""
        wanted = {TAKES[CALL], TAKES[CAST]}
        tags = (
            tag_of(as_term(clause.params[0]))
            for function in module.functions
            if (function.name, function.arity) in wanted
            for clause in function.clauses
        )
        return frozenset(tag for tag in tags if tag is not None)


def _near(one: str, other: str) -> bool:
    if one == other or one.startswith(f"{other}.") or other.startswith(f"{one}."):
        return True
    above, beside = one.rpartition(".")[0], other.rpartition(".")[0]
    return above == beside and "." in above
