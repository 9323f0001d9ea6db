"""Where a variable has its value from: what is matched, a caller, a closure, the assigns."""

from typing import TYPE_CHECKING

from dralint.analysis.taint.taint_calls import follow_parts
from dralint.analysis.taint.taint_origin import DEPTH, Frame, argument
from dralint.analysis.taint.taint_propagators import (
    given_to_closure,
)
from dralint.analysis.taint.taint_sources import (
    QUERY,
    Source,
    source_of_closure,
    source_of_parameter,
)
from dralint.analysis.values.bindings import (
    Binding,
    ClosureParameter,
    Parameter,
    Path,
    parts_of_pattern,
    untagged,
)
from dralint.finding import Step
from dralint.outline.values import (
    Var,
)
from dralint.project import Call

if TYPE_CHECKING:
    from dralint.analysis.taint.taint_search import Search


def follow_variable(
    search: "Search", var: Var, path: Path, frame: Frame, trail: tuple[Step, ...]
) -> None:
    """Look where the part at `path` of a variable\'s value comes from."""
    binding = search.taint.bindings(frame.function).at(var.name, var.start)
    if binding is None:
        return search.note(trail)
    way = (*binding.path, *path)
    key = (frame.function.key, frame.call, binding.start, var.name, path)
    if key in search.open:
        return None
    search.open.add(key)
    if binding.default is not None:
        search.look(binding.default, path, frame, trail)
    match binding.given:
        case Parameter(position):
            _parameter(search, position, way, binding, frame, trail)
        case ClosureParameter():
            _closure_parameter(search, binding.given, way, frame, trail)
        case None:
            search.note(trail)
        case given:
            search.look(given, way, frame, trail)
    search.open.discard(key)
    return None


def _parameter(
    search: "Search",
    position: int,
    path: Path,
    binding: Binding,
    frame: Frame,
    trail: tuple[Step, ...],
) -> None:
    function = frame.function
    source = source_of_parameter(
        function, position, untagged(path), binding.pattern, search.taint.actions
    )
    if source is not None:
        step = Step(frame.file.place(binding.pattern), f"from {source.what}")
        return search.note((step, *trail), source)
    if _assigned(search, path, binding, frame, trail):
        return None
    if frame.call is not None and frame.outer is not None:
        given = argument(function, frame.call, position)
        if given is not None:
            search.look(given, path, frame.outer, trail)
        return None
    return _callers(search, position, path, binding, frame, trail)


def _assigned(
    search: "Search", path: Path, binding: Binding, frame: Frame, trail: tuple[Step, ...]
) -> bool:
    """Look for who put a value into the assigns of a socket or a connection."""
    names = [var.name for var, _, _ in parts_of_pattern(binding.pattern)]
    inner = path[1:] if path[:1] == ("assigns",) else path if "assigns" in names else ()
    if not inner and path[:1] not in (("assigns",), ("private",)):
        return False
    puts = search.taint.assigns(frame.file, frame.function.data.module)
    key = (frame.file.path, frame.function.data.module, inner)
    if inner and inner[0] in puts and key not in search.open and frame.depth < DEPTH:
        search.open.add(key)
        for call, value in puts[str(inner[0])]:
            if call.function is not None:
                step = Step(call.name_span, f"it is kept as `@{inner[0]}`")
                outer = Frame(call.file, call.function, depth=frame.depth + 1)
                search.look(value, inner[1:], outer, (step, *trail))
        search.open.discard(key)
    else:
        search.note(trail)
    return True


def _callers(
    search: "Search",
    position: int,
    path: Path,
    binding: Binding,
    frame: Frame,
    trail: tuple[Step, ...],
) -> None:
    function = frame.function
    callers = search.taint.callers(function)
    if function.data.public and (not callers or frame.file.app.mix.package):
        name = next((var.name for var, _, _ in parts_of_pattern(binding.pattern)), "")
        search.note(trail, parameter=name, path=path)
    elif not callers:
        search.note(trail)
    if frame.depth >= DEPTH:
        return search.note(trail)
    key = (function.key, position, path)
    if key in search.open:
        return None
    search.open.add(key)
    for call in callers:
        step = Step(call.name_span, f"it is given to `{function.label}`")
        given = argument(function, call, position)
        if call.function is not None and given is not None:
            outer = Frame(call.file, call.function, depth=frame.depth + 1)
            search.look(given, path, outer, (step, *trail))
        elif call.function is None and call.data.captured:
            _captured(search, call, position, path, (step, *trail))
    search.open.discard(key)
    return None


def _captured(
    search: "Search", call: Call, position: int, path: Path, trail: tuple[Step, ...]
) -> None:
    """Look at a function that is captured at the level of a module: a resolver."""
    closure = call.file.outline.closures[call.data.closure] if call.data.closure >= 0 else None
    for index, _ in closure.uses if closure is not None else ():
        source = _source_of_closure(search, call.file.call(index), position, path)
        if source is not None:
            step = Step(call.name_span, f"from {source.what}")
            search.note((step, *trail[1:]), source)


def _closure_parameter(
    search: "Search", given: ClosureParameter, path: Path, frame: Frame, trail: tuple[Step, ...]
) -> None:
    uses = frame.file.outline.closures[given.closure].uses
    if not uses:
        search.note(trail)
    for index, at in uses:
        call = frame.file.call(index)
        source = _source_of_closure(search, call, given.position, path)
        if source is not None:
            step = Step(call.name_span, f"from {source.what}")
            search.note((step, *trail), source)
        elif at < 0:
            for arg in call.args[given.position : given.position + 1]:
                search.look(arg, path, frame, trail)
        else:
            name = f"{call.target}.{call.name}"
            follow_parts(
                search, given_to_closure(name, call.args, at, given.position), path, frame, trail
            )


def _source_of_closure(search: "Search", call: Call, position: int, path: Path) -> Source | None:
    source = source_of_closure(call, position, path)
    typed = source is QUERY and not search.taint.graphql.is_text(call, path)
    return None if typed else source
