"""Tasks that are waited for: their code runs elsewhere, but whoever started them stands still."""

from dralint.analysis.calls.clauses import clause_of
from dralint.analysis.calls.closures import Runs, closure_runs
from dralint.project import Call

STARTS = frozenset(
    """
    Task.async Task.Supervisor.async Task.Supervisor.async_nolink
    Task.async_stream Task.Supervisor.async_stream Task.Supervisor.async_stream_nolink
    """.split()
)
"""Functions that start a task whose result can be waited for."""

AWAITS = frozenset(
    """
    Task.await Task.await_many Task.yield Task.yield_many Enum.to_list Stream.run Enum.map
    Enum.reduce Enum.each Enum.into Enum.filter Enum.flat_map Enum.count Enum.reject Enum.find
    """.split()
)
"""Functions that wait for tasks, or consume a stream of them."""


def awaited(call: Call) -> bool:
    """Whether a call stands in tasks that the same clause waits for, and else runs in place."""
    file, index = call.file, call.data.closure
    tasks = False
    while index >= 0:
        closure = file.outline.closures[index]
        if closure.kind == "quote":
            return False
        if closure.kind in ("fn", "capture"):
            users = [file.call(user) for user, _ in closure.uses]
            if users and all(f"{u.target}.{u.name}" in STARTS for u in users):
                if not all(_is_awaited(user) for user in users):
                    return False
                tasks = True
            elif closure_runs(file, index) is not Runs.HERE:
                return False
        index = closure.parent
    return tasks


def _is_awaited(start: Call) -> bool:
    """Whether the clause that starts a task waits for tasks after that."""
    function = start.function
    if function is None:
        return False
    last = function.clauses[clause_of(function, start.data.index)].calls[1]
    targets = start.file.project.targets(start.file)
    calls = start.file.outline.calls
    stream = start.name.startswith("async_stream")
    return any(
        f"{targets[index]}.{calls[index].name}" in AWAITS and (stream or targets[index] == "Task")
        for index in range(start.data.index + 1, last)
    )
