"""Functions that send messages: where the receiver and the message stand (data)."""

from typing import NamedTuple

CALL, CAST, INFO = "call", "cast", "info"
AGENT, START, CHILD, STOP, END = "agent", "start", "child", "stop", "end"


class Sends(NamedTuple):
    """One function that sends: the kind of message, and the positions of receiver and message.

    `to` is None where the message goes to the sender itself.
    """

    kind: str
    to: int | None
    body: int


SENDS: dict[str, Sends] = {
    "GenServer.call/2": Sends(CALL, 0, 1),
    "GenServer.call/3": Sends(CALL, 0, 1),
    "GenStage.call/2": Sends(CALL, 0, 1),
    "GenStage.call/3": Sends(CALL, 0, 1),
    "Connection.call/2": Sends(CALL, 0, 1),
    "Connection.call/3": Sends(CALL, 0, 1),
    ":gen_server.call/2": Sends(CALL, 0, 1),
    ":gen_server.call/3": Sends(CALL, 0, 1),
    ":gen_statem.call/2": Sends(CALL, 0, 1),
    ":gen_statem.call/3": Sends(CALL, 0, 1),
    "GenStateMachine.call/2": Sends(CALL, 0, 1),
    "GenStateMachine.call/3": Sends(CALL, 0, 1),
    "GenServer.multi_call/2": Sends(CALL, 0, 1),
    "GenServer.cast/2": Sends(CAST, 0, 1),
    "GenServer.abcast/2": Sends(CAST, 0, 1),
    "GenStage.cast/2": Sends(CAST, 0, 1),
    "Connection.cast/2": Sends(CAST, 0, 1),
    "WebSockex.cast/2": Sends(CAST, 0, 1),
    ":gen_server.cast/2": Sends(CAST, 0, 1),
    ":gen_statem.cast/2": Sends(CAST, 0, 1),
    "GenStateMachine.cast/2": Sends(CAST, 0, 1),
    "Kernel.send/2": Sends(INFO, 0, 1),
    ":erlang.send/2": Sends(INFO, 0, 1),
    ":erlang.send/3": Sends(INFO, 0, 1),
    "Process.send/2": Sends(INFO, 0, 1),
    "Process.send/3": Sends(INFO, 0, 1),
    "Process.send_after/3": Sends(INFO, 0, 1),
    "Process.send_after/4": Sends(INFO, 0, 1),
    ":erlang.send_after/3": Sends(INFO, 1, 2),
    ":erlang.send_after/4": Sends(INFO, 1, 2),
    ":timer.send_after/2": Sends(INFO, None, 1),
    ":timer.send_after/3": Sends(INFO, 1, 2),
    ":timer.send_interval/2": Sends(INFO, None, 1),
    ":timer.send_interval/3": Sends(INFO, 1, 2),
    ":erlang.start_timer/3": Sends(INFO, 1, 2),
    ":erlang.start_timer/4": Sends(INFO, 1, 2),
}

TIMERS = frozenset(
    name for name in SENDS if name.startswith((":timer.", ":erlang.st", "Process.send_after"))
) | {":erlang.send_after/3", ":erlang.send_after/4"}
"""Those that send later."""

AGENTS = {
    f"Agent.{name}/{arity}": 0
    for name in ("get", "update", "get_and_update")
    for arity in (2, 3, 4, 5)
}
"""Functions that wait for an agent: where it stands."""

STARTS: dict[str, int] = {
    "GenServer.start_link/2": 0,
    "GenServer.start_link/3": 0,
    "GenServer.start/2": 0,
    "GenServer.start/3": 0,
    "GenStage.start_link/2": 0,
    "GenStage.start_link/3": 0,
    "GenStage.start/2": 0,
    "GenStage.start/3": 0,
    "Connection.start_link/2": 0,
    "Connection.start_link/3": 0,
    "GenStateMachine.start_link/2": 0,
    "GenStateMachine.start_link/3": 0,
    "GenStateMachine.start/2": 0,
    "GenStateMachine.start/3": 0,
    ":gen_server.start_link/3": 0,
    ":gen_server.start_link/4": 1,
    ":gen_server.start/3": 0,
    ":gen_server.start/4": 1,
    ":gen_statem.start_link/3": 0,
    ":gen_statem.start_link/4": 1,
    ":gen_statem.start/3": 0,
    ":gen_statem.start/4": 1,
    "WebSockex.start_link/3": 1,
    "WebSockex.start_link/4": 1,
    "DynamicSupervisor.start_link/2": 0,
    "DynamicSupervisor.start_link/3": 0,
    "Supervisor.start_link/3": 0,
}
"""Functions that start a process and wait for its `init/1`: where the module stands."""

CHILDREN = {
    "Supervisor.start_child/2": 0,
    "DynamicSupervisor.start_child/2": 0,
    "Horde.DynamicSupervisor.start_child/2": 0,
}
"""Functions that ask a supervisor to start a child, and wait for its `init/1`."""

STOPS = {
    "Supervisor.stop/1": 0,
    "Supervisor.stop/2": 0,
    "Supervisor.stop/3": 0,
    "Supervisor.terminate_child/2": 0,
    "Supervisor.restart_child/2": 0,
    "DynamicSupervisor.stop/1": 0,
    "DynamicSupervisor.stop/2": 0,
    "DynamicSupervisor.stop/3": 0,
    "DynamicSupervisor.terminate_child/2": 0,
    ":supervisor.terminate_child/2": 0,
    ":supervisor.restart_child/2": 0,
}
"""Functions that wait while a supervisor ends or restarts children: where it stands."""

ENDS = {
    f"{module}.{name}": 0
    for module in ("GenServer", "GenStage", "Agent", ":gen_server", ":gen_statem")
    for name in ("stop/1", "stop/2", "stop/3")
}
"""Functions that end a process and wait for its `terminate/2`: where it stands."""
