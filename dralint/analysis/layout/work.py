"""Work: what a call does besides computing: it asks the database, a service, a process."""

from dralint.analysis.queries.queries import Queries
from dralint.project import Call

PROCESSES = frozenset(("GenServer", "Agent", "Task", "Task.Supervisor", "DynamicSupervisor"))
HTTP = frozenset(("Req", "HTTPoison", "Finch", "Tesla", "HTTPotion", ":httpc", ":hackney"))
_MAILERS = frozenset(("Swoosh.Mailer", "Bamboo.Mailer"))
_DELIVERS = ("deliver", "deliver!", "deliver_now", "deliver_now!", "deliver_later", "deliver_many")


def work_of(call: Call, queries: Queries) -> str | None:
    """Return whom a call sets to work: the database, a service, a process..., None for nobody."""
    target = call.target
    if target is None or target == "Kernel":
        return None
    if queries.query(call) is not None:
        return "the database"
    if target in HTTP:
        return "a service over HTTP"
    if target in PROCESSES:
        return "a process"
    if target == "Phoenix.PubSub" and "broadcast" in call.name:
        return "subscribers"
    if call.name in _DELIVERS:
        module = call.file.project.module(target, call.file)
        if module is not None and module.effects.uses & _MAILERS:
            return "the mailer"
    return None
