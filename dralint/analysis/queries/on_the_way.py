"""Whether code is run each time: not where a cache remembers, nor where another process does it."""

import re

from dralint.analysis.calls.closures import Runs, closure_runs
from dralint.analysis.calls.inside import inside
from dralint.outline.values import MapOf, ModuleRef
from dralint.project import Call, Function

_CACHE = re.compile(r"(?i)cache|memo|get_or_store|fetch_or_store|once$")
_STORES = frozenset((":ets", ":persistent_term", "Process"))


def on_the_way(call: Call, until: int = -1) -> bool:
    """Whether a call runs whenever a closure around it does (-1: the function that it stands in).

    A task that is awaited counts too; a closure given to a cache does not.
    """
    outline = call.file.outline
    index = call.data.closure
    while index >= 0 and index != until:
        closure = outline.closures[index]
        if closure.kind == "quote":
            return False
        if closure.kind in ("fn", "capture"):
            users = [call.file.call(user) for user, _ in closure.uses]
            if any(_is_cache(user) for user in users):
                return False
            runs = closure_runs(call.file, index)
            task = bool(users) and all(map(_is_awaited, users))
            if runs is not Runs.HERE and not task and not _lazy(users):
                return False
        index = closure.parent
    return True


def _is_awaited(call: Call) -> bool:
    """Whether a call starts a task of which somebody awaits the result."""
    return (call.target or "").startswith("Task") and call.name.startswith("async")


def _lazy(users: list[Call]) -> bool:
    return bool(users) and all(user.target == "Stream" for user in users)


def _is_cache(call: Call) -> bool:
    return _CACHE.search(f"{call.target or ''}.{call.name}") is not None


def is_cached(function: Function) -> bool:
    """Whether a function seems to remember its results, so that it need not ask each time."""
    attributes = function.file.outline.attributes
    if _CACHE.search(function.name):
        return True
    if any(attributes[index].name == "decorate" for index in function.data.attrs):
        return True
    calls, targets = function.file.outline.calls, function.file.project.targets(function.file)
    for clause in function.clauses:
        for index in range(*clause.calls):
            target = targets[index]
            if target is None or target == "Kernel":
                continue
            if target in _STORES and calls[index].name in ("get", "lookup", "lookup_element"):
                return True
            if "Cache" in target and "Cache" in target.rpartition(".")[2]:
                return True
    return False


def asks_if_loaded(function: Function) -> bool:
    """Whether a function loads only what is not loaded already."""
    outline = function.file.outline
    for clause in function.clauses:
        if any(call.name == "assoc_loaded?" for call in outline.calls[slice(*clause.calls)]):
            return True
    if not any(name.endswith("NotLoaded") for name in outline.spoken):
        return False
    values = (part for each in function.clauses for part in (*each.params, each.body))
    return any(
        isinstance(value, MapOf)
        and isinstance(value.struct, ModuleRef)
        and value.struct.name.endswith("NotLoaded")
        for value in inside(outline, *values)
    )
