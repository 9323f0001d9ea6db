"""Uses of names: which calls address a process by a constant name, and what kind it must be."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.processes.start_table import STARTS
from dralint.analysis.values.naming import ProcessName
from dralint.analysis.values.values import Values
from dralint.outline.values import ModuleRef, keyword
from dralint.project import Call, Project
from dralint.text import Span


def _table(kind: str, module: str, names: str, index: int = 0) -> dict[str, tuple[str, int]]:
    return {f"{module}.{name}/*": (kind, index) for name in names.split()}


USES: dict[str, tuple[str, int]] = {
    **_table(
        "task_supervisor",
        "Task.Supervisor",
        "async async_nolink async_stream async_stream_nolink start_child children terminate_child",
    ),
    **_table(
        "supervisor",
        "DynamicSupervisor",
        "start_child terminate_child which_children count_children",
    ),
    **_table(
        "supervisor",
        "Supervisor",
        "start_child terminate_child restart_child delete_child which_children count_children",
    ),
    **_table("partition_supervisor", "PartitionSupervisor", "partitions which_children"),
    **_table(
        "registry",
        "Registry",
        "count count_match count_select dispatch keys lookup match meta put_meta register select "
        "unregister unregister_match update_value values",
    ),
    **_table(
        "pubsub",
        "Phoenix.PubSub",
        "subscribe unsubscribe broadcast broadcast! broadcast_from broadcast_from! local_broadcast "
        "local_broadcast_from node_name",
    ),
    **_table("pubsub", "Phoenix.PubSub", "direct_broadcast direct_broadcast!", 1),
    **_table("finch", "Finch", "request request! stream stream_while async_request", 1),
    **_table(
        "cachex",
        "Cachex",
        "get put del fetch clear exists? expire get_and_update incr decr keys size stream take "
        "touch transaction ttl update put_many",
    ),
    **_table("server", "GenServer", "call cast multi_call"),
    **_table("server", "Agent", "get update get_and_update cast"),
    **_table("server", ":gen_server", "call cast"),
    **_table("server", ":gen_statem", "call cast"),
    **_table("server", "GenStage", "call cast"),
}
"""Functions that address a process: the kind that it must be, and the argument that names it."""

WAITS = frozenset(("cast", "unregister", "unsubscribe", "abcast"))
"""Functions that do nothing, rather than fail, where the name is not registered."""


@dataclass(frozen=True)
class NameUse:
    """A call that addresses a process by a constant name.

    `kind`: task_supervisor, supervisor, partition_supervisor, registry, pubsub, finch, cachex,
    server or repo. `silent`: where nothing has that name, nothing happens.
    """

    call: Call
    name: str
    kind: str
    span: Span
    silent: bool = False


class NameUses:
    """The names that the code of a project addresses."""

    def __init__(self, project: Project, values: Values) -> None:
        self._project = project
        self._values = values

    @classmethod
    def of(cls, project: Project, values: Values) -> "NameUses":
        """Return the uses of names in a project."""
        return cls(project, values)

    @cached_property
    def all(self) -> tuple[NameUse, ...]:
        """Every use outside tests, in the order of the source."""
        found = [use for use in self._all() if not use.call.file.is_test]
        found.sort(key=lambda use: (use.call.file.path, use.call.data.start))
        return tuple(found)

    def _all(self) -> Iterator[NameUse]:
        for target, (kind, index) in USES.items():
            for call in self._calls(target):
                for name in self._values.names_at(call, index):
                    yield from _use(call, name, kind, index)
        for target, form in STARTS.items():
            if form.options < 0:
                continue
            for call in self._calls(target):
                options = self._values.argument(call, form.options)
                for name in self._values.names(self._values.option(options, "name")):
                    if name.kind == "via":
                        yield from _use(call, name, "registry", -1)
        for module in self._project.modules:
            if module.effects.process == "repo":
                for call in self._project.calls_matching(module.name):
                    if not call.data.quoted and not call.name.startswith(("start", "config")):
                        yield NameUse(call, module.name, "repo", call.name_span)

    @cached_property
    def pubsub_of_endpoints(self) -> tuple[NameUse, ...]:
        """The PubSub servers that the configuration tells endpoints to use."""
        found: list[NameUse] = []
        for file in self._project.files:
            if file.kind != "config" or file.within.endswith("test.exs"):
                continue
            for call in file.calls:
                server = keyword(call.args[-1], "pubsub_server") if call.args else None
                if call.name == "config" and isinstance(server, ModuleRef):
                    place = file.place(server)
                    found.append(NameUse(call, server.name, "pubsub", place))
        return tuple(found)

    def _calls(self, target: str) -> Iterator[Call]:
        for call in self._project.calls_to(target):
            if not call.data.quoted and not call.file.is_test:
                yield call

    @cached_property
    def by_call(self) -> dict[Call, list[NameUse]]:
        """The uses by the call that they stand in."""
        table: dict[Call, list[NameUse]] = defaultdict(list)
        for use in self.all:
            table[use.call].append(use)
        return dict(table)

    @cached_property
    def by_function(self) -> dict[tuple[str, int], list[NameUse]]:
        """The uses in each function, by its key."""
        table: dict[tuple[str, int], list[NameUse]] = defaultdict(list)
        for use in self.all:
            function = use.call.function
            if function is not None:
                table[function.key].append(use)
        return dict(table)


def _use(call: Call, name: ProcessName, kind: str, index: int) -> Iterator[NameUse]:
    if name.kind == "via":
        if name.module != "Registry" or not name.name:
            return
        kind = "registry"
    elif name.kind == "partition":
        kind = "partition_supervisor"
    elif name.kind != "local":
        return
    span = call.name_span
    if 0 <= index < len(call.args):
        span = call.file.place(call.args[index])
    yield NameUse(call, name.name, kind, span, call.name in WAITS)
