"""Which functions start a process, and what their arguments mean (data)."""

from msgspec import Struct


class StartForm(Struct, frozen=True):
    """What a start function does.

    `kind` is that of the process. `module`, `arg`, `options` are the positions of the callback
    module, its argument and the options; `name` that of the name where it is an argument of its
    own; -1 for none.
    """

    kind: str
    module: int = -1
    arg: int = -1
    options: int = -1
    name: int = -1


_SERVER = StartForm("worker", 0, 1, 2)
_NAMED = StartForm("worker", 1, 2, 3, 0)
_MODULE = StartForm("supervisor", 0, 1, 2)

STARTS: dict[str, StartForm] = {
    "Agent.start_link/1": StartForm("agent"),
    "Agent.start_link/2": StartForm("agent", options=1),
    "Agent.start_link/3": StartForm("agent"),
    "Agent.start_link/4": StartForm("agent", options=3),
    "Broadway.start_link/2": StartForm("worker", 0, -1, 1),
    "DynamicSupervisor.start_link/1": StartForm("dynamic_supervisor", options=0),
    "DynamicSupervisor.start_link/2": StartForm("dynamic_supervisor", 0, 1),
    "DynamicSupervisor.start_link/3": StartForm("dynamic_supervisor", 0, 1, 2),
    "PartitionSupervisor.start_link/1": StartForm("partition_supervisor", options=0),
    "Registry.start_link/1": StartForm("registry", options=0),
    "Registry.start_link/2": StartForm("registry", name=1),
    "Registry.start_link/3": StartForm("registry", name=1),
    "Cachex.start_link/1": StartForm("library", options=0, name=0),
    "Cachex.start_link/2": StartForm("library", options=1, name=0),
    "ConCache.start_link/1": StartForm("library", options=0),
    "Finch.start_link/1": StartForm("library", options=0),
    "Oban.start_link/1": StartForm("library", options=0),
    "Phoenix.PubSub.Supervisor.start_link/1": StartForm("library", options=0),
    "Phoenix.PubSub.PG2.start_link/2": StartForm("library", name=0),
    "Redix.start_link/1": StartForm("library", options=0),
    "Redix.start_link/2": StartForm("library", options=1),
    "Supervisor.start_link/2": _MODULE,
    "Supervisor.start_link/3": _MODULE,
    "Task.Supervisor.start_link/0": StartForm("task_supervisor"),
    "Task.Supervisor.start_link/1": StartForm("task_supervisor", options=0),
    "Task.start_link/1": StartForm("task"),
    "Task.start_link/3": StartForm("task", 0),
    ":supervisor.start_link/2": _MODULE,
    ":supervisor.start_link/3": StartForm("supervisor", 1, 2, -1, 0),
    **{
        f"{module}.{name}/{arity}": _SERVER
        for module in ("GenServer", "GenStage", "GenStateMachine", "GenServer")
        for name in ("start_link", "start")
        for arity in (2, 3)
    },
    **{
        f"{module}.{name}/{arity}": _SERVER if arity == 3 else _NAMED
        for module in (":gen_server", ":gen_statem", ":gen_event")
        for name in ("start_link", "start")
        for arity in (3, 4)
    },
    **{
        f"WebSockex.{name}/{arity}": StartForm("worker", 1, 2, 3)
        for name in ("start_link", "start")
        for arity in (2, 3, 4)
    },
}
"""The start functions of Elixir, Erlang and a few libraries."""

BUILTIN: dict[str, str] = {
    "Agent": "agent",
    "DynamicSupervisor": "dynamic_supervisor",
    "Horde.DynamicSupervisor": "dynamic_supervisor",
    "Horde.Registry": "registry",
    "PartitionSupervisor": "partition_supervisor",
    "Registry": "registry",
    "Supervisor": "supervisor",
    "Task": "task",
    "Task.Supervisor": "task_supervisor",
}
"""Modules of Elixir that stand in lists of children, and the kind of process they start."""

NAMED_BY_OPTION = frozenset(
    ("DynamicSupervisor", "PartitionSupervisor", "Registry", "Task.Supervisor")
)
"""Modules whose child specification takes its id from the option `name`."""

DYNAMIC = (
    "DynamicSupervisor.start_child/2",
    "Horde.DynamicSupervisor.start_child/2",
    "Horde.Supervisor.start_child/2",
    "Supervisor.start_child/2",
    ":supervisor.start_child/2",
)
"""Functions that start a child while the system runs."""

INITS = {
    "Supervisor.init/2": (0, 1),
    "Supervisor.Spec.supervise/2": (0, 1),
    "DynamicSupervisor.init/1": (-1, 0),
}
"""What the `init/1` of a supervisor returns: where the children and the options stand."""

OLD_SPECS = ("worker", "supervisor")
"""The functions of `Supervisor.Spec`, deprecated, that make a child specification."""

STARTERS_OF_ELIXIR = frozenset(
    """
    Kernel Process Node Task Task.Supervised Task.Supervisor Agent Agent.Server GenServer GenEvent
    Supervisor DynamicSupervisor PartitionSupervisor Registry
    """.split()
)
"""Modules of Elixir itself whose functions start what others ask them to start."""
