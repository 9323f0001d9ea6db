"""Of what a call's result is made: a source, its arguments, what a project's function returns."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dralint.analysis.taint.taint_origin import DEPTH, Frame
from dralint.analysis.taint.taint_propagators import (
    BUILDING,
    TRANSLATIONS,
    Part,
    parts_of_result,
)
from dralint.analysis.taint.taint_sanitizers import CLEAN, ERRORS, GUARDING
from dralint.analysis.taint.taint_sources import source_of_call
from dralint.analysis.values.bindings import (
    Path,
    parts_of_pattern,
    untagged,
)
from dralint.analysis.values.checks import PROVEN, checks_of_condition
from dralint.finding import Step
from dralint.outline.values import (
    Fn,
    Value,
    Var,
)
from dralint.project import Call, Function

if TYPE_CHECKING:
    from dralint.analysis.taint.taint_search import Search


def follow_parts(
    search: "Search",
    parts: Iterable[Part] | None,
    path: Path,
    frame: Frame,
    trail: tuple[Step, ...],
) -> None:
    """Look at the parts of which the result of a well-known function is made."""
    if parts is None:
        return search.note(trail)
    for part in parts:
        if part.filtered is not None and _proves(search, *part.filtered, frame):
            continue
        search.checked += part.checked
        search.prefixed += part.inside
        if part.result:
            _result(search, part.value, (*part.path, *path), frame, trail)
        else:
            search.look(part.value, (*part.path, *path), frame, trail)
        search.checked -= part.checked
        search.prefixed -= part.inside
    return None


def _proves(search: "Search", test: Value, keeps: bool, frame: Frame) -> bool:
    """Whether the closure of a filter lets only a few known values through."""
    if not isinstance(test, Fn):
        return False
    outline = frame.file.outline
    closure = outline.closures[test.closure]
    names = [var.name for arm in closure.clauses for p in arm.patterns for var in _vars(p)]
    return bool(closure.clauses) and all(
        any(
            check.strength == PROVEN and check.name in (*names, "&1")
            for check in checks_of_condition(outline, arm.body, keeps, (0, 0))
        )
        for arm in closure.clauses
    )


def _result(
    search: "Search", value: Value, path: Path, frame: Frame, trail: tuple[Step, ...]
) -> None:
    """Look at what a closure returns."""
    if isinstance(value, Fn):
        closure = frame.file.outline.closures[value.closure]
        if closure.kind in ("fn", "capture"):
            for arm in closure.clauses:
                search.look(arm.body, path, frame, trail)
            return
    search.note(trail)


def follow_call(
    search: "Search", call: Call, path: Path, frame: Frame, trail: tuple[Step, ...]
) -> None:
    """Look where the part at `path` of a call\'s result comes from."""
    name = f"{call.target}.{call.name}"
    if name in CLEAN or name in ERRORS or name in search.clean:
        return
    source = source_of_call(call)
    if source is not None and call.name == "read_body" and untagged(path)[:1] == (2,):
        return search.look(call.args[0], untagged(path)[1:], frame, trail)
    if source is not None:
        step = Step(call.name_span, f"from {source.what}")
        return search.note((step, *trail), source)
    if call.name in TRANSLATIONS:
        return follow_parts(search, [Part(arg, ()) for arg in call.args], (), frame, trail)
    if call.target is not None:
        parts = parts_of_result(name, call.args, untagged(path))
        if parts is not None:
            built = name in BUILDING
            search.built += built
            search.prefixed += built
            search.through.append(name)
            follow_parts(search, parts, (), frame, trail)
            search.through.pop()
            search.prefixed -= built
            search.built -= built
            return None
    callee = call.callee
    callee = None if callee is None else search.taint.behind(callee)
    if callee is None or callee.data.kind not in ("def", "defp") or frame.depth >= DEPTH:
        return search.note(trail)
    return _descend(search, call, callee, path, frame, trail)


def _descend(
    search: "Search",
    call: Call,
    callee: Function,
    path: Path,
    frame: Frame,
    trail: tuple[Step, ...],
) -> None:
    key = (callee.key, path)
    if key in search.open:
        return
    search.open.add(key)
    guarded = any(word in callee.name for word in GUARDING)
    search.checked += guarded
    inner = Frame(callee.file, callee, call, frame, frame.depth + 1)
    step = Step(call.name_span, f"it comes back from `{callee.label}`")
    for clause in callee.clauses:
        if clause.body is not None:
            search.look(clause.body, path, inner, (step, *trail))
    search.checked -= guarded
    search.open.discard(key)


def _vars(pattern: Value) -> list[Var]:
    return [var for var, path, _ in parts_of_pattern(pattern) if not path]
