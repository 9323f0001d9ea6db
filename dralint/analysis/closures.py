"""Where the code of a closure runs, seen from the function that it is written in."""

from enum import Enum

from dralint.project import Call, File, Project


class Runs(Enum):
    """Which process runs a piece of code, and when."""

    HERE = "here"
    """In the process that reaches it, before the function returns."""
    ELSEWHERE = "elsewhere"
    """In another process; the caller goes on."""
    LATER = "later"
    """Later, by whoever holds it."""
    UNKNOWN = "unknown"


ELSEWHERE = frozenset(
    ["Kernel.spawn", "Kernel.spawn_link", "Kernel.spawn_monitor", "Process.spawn", "Node.spawn", "Node.spawn_link", "Node.spawn_monitor", ":erlang.spawn", ":erlang.spawn_link", ":erlang.spawn_monitor", ":erlang.spawn_opt", ":proc_lib.spawn", ":proc_lib.spawn_link", ":proc_lib.start", ":proc_lib.start_link", "Task.start", "Task.start_link", "Task.async", "Task.async_stream", "Task.Supervisor.start_child", "Task.Supervisor.async", "Task.Supervisor.async_nolink", "Task.Supervisor.async_stream", "Task.Supervisor.async_stream_nolink", "Agent.start", "Agent.start_link", "Agent.get", "Agent.update", "Agent.get_and_update", "Agent.cast", "Phoenix.LiveView.start_async", "Phoenix.LiveView.assign_async", "Phoenix.LiveView.stream_async", ":timer.apply_after", ":timer.apply_interval", ":rpc.call", ":rpc.cast", ":erpc.call", ":erpc.cast", "Supervisor.start_link", "Supervisor.start_child", "DynamicSupervisor.start_child", "ExUnit.Callbacks.start_supervised", "ExUnit.Callbacks.on_exit"]
)
"""Functions that hand a closure to another process."""

LATER = frozenset(
    ["Ecto.Multi.run", "Ecto.Multi.insert", "Ecto.Multi.update", "Ecto.Multi.delete", "Ecto.Multi.merge", "Ecto.Multi.insert_all", "Ecto.Multi.update_all", "Ecto.Multi.delete_all", "Ecto.Multi.one", "Ecto.Multi.all", "Ecto.Changeset.prepare_changes", ":telemetry.attach", ":telemetry.attach_many", "Plug.Conn.register_before_send", "Stream.map", "Stream.each", "Stream.filter", "Stream.flat_map", "Stream.reject", "Stream.resource", "Stream.transform", "Stream.unfold", "Stream.repeatedly", "Stream.iterate", "Stream.with_index", "Stream.chunk_while", "Phoenix.Component.assign_new"]
) - {"Phoenix.Component.assign_new"}
"""Functions that keep a closure for later."""

LATER_LAZY = frozenset(name for name in LATER if name.startswith("Stream."))
"""The lazy ones: their closure runs where the stream is consumed."""

_HERE_MODULES = frozenset(
    ["Enum", "Map", "Keyword", "List", "MapSet", "Access", "Kernel", "String", "Regex", "Tuple", "Range", "Function", "Integer", "Logger", ":lists", ":maps", ":ets", ":dets", ":telemetry", ":timer", ":global", ":array", ":dict", "Macro", "Code", "File", "Path", "System", "IO", "Registry", "Task", "Process", "Repo", "Ecto.Repo", "Date", "Version", "URI", "Calendar", "StreamData", "Process.Alias"]
)


def where_runs(call: Call) -> Runs:
    """Return where a call runs, seen from the function (or module body) that it stands in."""
    result = Runs.HERE
    index = call.data.closure
    while index >= 0:
        closure = call.file.outline.closures[index]
        if closure.kind == "quote":
            return Runs.UNKNOWN
        if closure.kind in ("fn", "capture"):
            runs = closure_runs(call.file, index)
            if runs is Runs.ELSEWHERE:
                return runs
            if runs is not Runs.HERE and result is Runs.HERE:
                result = runs
        index = closure.parent
    return result


def closure_runs(file: File, index: int) -> Runs:
    """Return where the code of one closure runs, from what it is given to."""
    uses = file.outline.closures[index].uses
    if not uses:
        return Runs.UNKNOWN
    found = {use_runs(file.call(call), position) for call, position in uses}
    for answer in (Runs.ELSEWHERE, Runs.UNKNOWN, Runs.LATER):
        if answer in found:
            return answer
    return Runs.HERE


def use_runs(call: Call, position: int) -> Runs:
    """Return where a closure runs that a call is given at an argument position."""
    if position < 0:
        return Runs.HERE
    target = call.target
    if target is None:
        return Runs.UNKNOWN
    name = f"{target}.{call.name}"
    if name in ELSEWHERE or target.endswith(("Task.Supervisor", "DynamicSupervisor")):
        return Runs.ELSEWHERE
    if name in LATER:
        return Runs.LATER
    callee = call.callee
    if callee is not None:
        return _callee_runs(callee.file.project, call, position, 0)
    if target in _HERE_MODULES or _is_repo(call, target):
        return Runs.HERE
    return Runs.UNKNOWN


def _is_repo(call: Call, target: str) -> bool:
    module = call.file.project.module(target, call.file)
    return target.endswith("Repo") if module is None else module.effects.process == "repo"


def _callee_runs(project: Project, call: Call, position: int, depth: int) -> Runs:
    """Look at what a project's function does with the parameter that takes the closure."""
    callee = call.callee
    if callee is None or depth > 3:
        return Runs.UNKNOWN
    found: set[Runs] = set()
    for clause in callee.clauses:
        if position >= len(clause.params):
            continue
        name = getattr(clause.params[position], "name", None)
        for index in range(*clause.calls):
            inner = callee.file.call(index)
            on = inner.data.on
            if inner.name == "()" and getattr(on, "name", None) == name:
                found.add(where_runs(inner) if inner.data.closure >= 0 else Runs.HERE)
            for place, arg in enumerate(inner.args):
                if getattr(arg, "name", 0) == name and type(arg).__name__ == "Var":
                    found.add(_pass_on(project, inner, place, depth))
    for answer in (Runs.ELSEWHERE, Runs.HERE, Runs.LATER):
        if answer in found:
            return answer
    return Runs.UNKNOWN


def _pass_on(project: Project, call: Call, position: int, depth: int) -> Runs:
    if call.callee is not None:
        return _callee_runs(project, call, position, depth + 1)
    return use_runs(call, position)
