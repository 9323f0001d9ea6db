"""Calls that start a process on the spot, and whether they link it (data)."""

_LINKED = """
GenServer.start_link Agent.start_link GenStage.start_link GenStateMachine.start_link
Supervisor.start_link DynamicSupervisor.start_link PartitionSupervisor.start_link
Task.Supervisor.start_link Registry.start_link Broadway.start_link WebSockex.start_link
:gen_server.start_link :gen_statem.start_link :gen_event.start_link :supervisor.start_link
Redix.start_link Postgrex.start_link Postgrex.Notifications.start_link MyXQL.start_link
Xandra.start_link Xandra.Cluster.start_link Mongo.start_link Finch.start_link Oban.start_link
Cachex.start_link ConCache.start_link Bandit.start_link DBConnection.start_link
Horde.Registry.start_link Horde.DynamicSupervisor.start_link
"""
_UNLINKED = """
GenServer.start Agent.start GenStateMachine.start WebSockex.start :gen_server.start
:gen_statem.start :gen_event.start :gen_server.start_monitor :gen_statem.start_monitor
"""
PRIMITIVES: dict[str, bool] = {
    **dict.fromkeys(_LINKED.split(), True),
    **dict.fromkeys(_UNLINKED.split(), False),
}
"""Functions that start a process, and whether it is linked to who calls them."""

PLAIN = frozenset(
    """
    GenServer Agent GenStage GenStateMachine Supervisor DynamicSupervisor PartitionSupervisor
    Task.Supervisor Broadway WebSockex :gen_server :gen_statem :gen_event :supervisor
    """.split()
)
BY_NAME = {"Swarm.register_name": 1, "Swarm.whereis_or_register_name": 1}
"""Functions that call a module's function to start a process that nobody supervises: where the
module stands."""

INSIDE = ("Task.start_link", "Kernel.spawn_link", ":proc_lib.start_link", ":proc_lib.spawn_link")
"""What else a function named `start_link` may do to start its process."""

ERRANDS = frozenset(
    """
    GenServer.stop Supervisor.stop DynamicSupervisor.stop Agent.stop :gen_statem.stop Process.exit
    Application.stop System.stop System.halt System.restart :init.stop :init.restart :sys.trace
    :logger.remove_handler :telemetry.detach Kernel.send Process.send :erlang.send
    DynamicSupervisor.terminate_child Supervisor.terminate_child
    """.split()
)
"""What a process may be started for that ends with it: to end, tell or trace others."""
BESIDE = frozenset(
    """
    Process.alive? Process.sleep :timer.sleep Process.unlink Process.whereis Kernel.self
    Kernel.inspect Kernel.node Process.info Process.demonitor Process.monitor Kernel.to_string
    """.split()
)
"""What else such a process may do."""
