"""Assertions: whether a test proves anything, and comparisons that it makes for nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from dralint.analysis.calls.inside import inside
from dralint.outline import Closure, Outline
from dralint.outline.data import QUOTED
from dralint.outline.values import Block, Flow, Fn, Op, Value, Var
from dralint.project import Call, Function, Project

ASSERTING = re.compile(
    r"assert|refute|flunk|catch_(error|exit|throw)$|forall$|check$|follow_redirect$|perform_job$"
    r"|((json|html|text)_)?response$|redirected_(to|params)$"
)
"""What a call of a test library asserts with, by its name."""

FAILING = frozenset(
    """
    Kernel.raise Kernel.reraise Kernel.exit Kernel.throw :erlang.error :erlang.raise
    Mox.expect Mox.verify! Hammox.expect Hammox.verify! Mimic.expect Mimic.verify! Mimic.reject
    Bypass.expect Bypass.expect_once :meck.validate Patch.assert_called
    Req.Test.expect Req.Test.verify! Tesla.Mock.expect Wallaby.Browser.find Wallaby.Browser.click
    """.split()
)
"""Calls that fail the test by themselves when things are not as they should be."""

HARMLESS = frozenset(
    """
    get post put patch delete head build_conn put_req_header recycle init_test_session fetch_flash
    put_session assign live render render_click render_submit render_change render_hook element form
    insert build insert_list build_list insert_pair params_for from where select join order_by
    limit sigil_p start_supervised start_supervised! on_exit stub allow capture_log capture_io
    """.split()
)
"""Names of well-known test helpers that are imported and assert nothing."""

_LIBRARY = re.compile(r"Test|Wallaby|Assert|Case\b|Hound")
_DOUBLE = re.compile(r"(Test|Mock|Stub|Fake)(s|er)?$")
COMPARISONS = frozenset(("==", "!=", "===", "!==", "=~", "<", ">", "<=", ">="))
DEPTH = 3


class Proof(Enum):
    """Whether something asserts."""

    YES = "yes"
    UNKNOWN = "unknown"
    NO = "no"


@dataclass
class _Seen:
    """What has been met on the way through helpers."""

    functions: set[tuple[str, int]] = field(default_factory=set)
    unknown: bool = False


class Assertions:
    """What the tests of a project assert."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[tuple[str, int], Proof] = {}
        self._closures: dict[str, dict[int, list[Closure]]] = {}

    @classmethod
    def of(cls, project: Project) -> "Assertions":
        """Return what the tests of a project assert."""
        return cls(project)

    def proof(self, function: Function) -> Proof:
        """Return whether a test asserts anything, itself or in helpers that it calls.

        Unknown: it calls something that cannot be seen and may well assert.
        """
        if function.key not in self._known:
            seen = _Seen()
            found = self._asserts(function, seen, 0)
            proof = Proof.YES if found else Proof.UNKNOWN if seen.unknown else Proof.NO
            self._known[function.key] = proof
        return self._known[function.key]

    def discarded(self, function: Function) -> Iterator[Op]:
        """Yield the comparisons in a test whose result nobody looks at."""
        file = function.file
        closures = self._closures.get(file.path)
        if closures is None:
            closures = self._closures[file.path] = _closures(file.outline)
        waiting: list[tuple[Value, bool]] = [
            (clause.body, True) for clause in function.clauses if clause.body is not None
        ]
        for closure in closures.get(function.data.index, ()):
            waiting += [(arm.body, False) for arm in closure.clauses if type(arm.body) in _ENTERED]
        yield from _comparisons(waiting)

    def _asserts(self, function: Function, seen: _Seen, depth: int) -> bool:
        if function.key in seen.functions:
            return False
        seen.functions.add(function.key)
        if _plainly(function):
            return True
        # A module that is defined in a test may assert for it: by its calls, or by compiling.
        seen.unknown |= any(
            clause.start < module.start < clause.end
            for module in function.file.outline.modules
            for clause in function.clauses
        )
        calls = (function.file.call(i) for c in function.clauses for i in range(*c.calls))
        if any(self._call_asserts(call, seen, depth) for call in calls):
            return True
        # Most tests assert by a call, which is found without looking at every value in them.
        return any(matches(function, clause.body) for clause in function.clauses)

    def _call_asserts(self, call: Call, seen: _Seen, depth: int) -> bool:
        within = call.function
        if call.data.quoted and not (within and within.data.kind.startswith("defmacro")):
            return False
        target = call.target
        name = call.name
        if name == "receive" or f"{target}.{name}" in FAILING:
            return True
        callee = call.callee
        if callee is None:
            local = call.data.on is None and target is None and name not in HARMLESS
            dynamic = name == "()" and not isinstance(call.data.on, Fn)
            seen.unknown |= local or dynamic or self._may_assert(call, target)
            return _is_asserting(name)
        if _is_asserting(name) and (callee.file.is_test or not name.startswith("check")):
            return True
        if name in ("expect", "verify!") and _DOUBLE.search(callee.module.name):
            return True
        if not callee.file.is_test:
            return False
        if depth < DEPTH:
            return self._asserts(callee, seen, depth + 1)
        seen.unknown = True
        return False

    def _may_assert(self, call: Call, target: str | None) -> bool:
        """Whether an unseen function may be one that asserts: of a test library, or generated."""
        if target is None:
            return False
        module = self._project.module(target, call.file)
        return _LIBRARY.search(target) is not None if module is None else module.file.is_test


def _plainly(function: Function) -> bool:
    """Whether a call in a function asserts by its name, and is none of the project's own."""
    project = function.file.project
    calls, targets = function.file.outline.calls, project.targets(function.file)
    for clause in function.clauses:
        for data in calls[slice(*clause.calls)]:
            if _is_asserting(data.name) and not data.flags & QUOTED:
                target = targets[data.index]
                if target is None or not project.defines(target):
                    return True
                if function.file.call(data.index).callee is None:
                    return True
    return False


@cache
def _is_asserting(name: str) -> bool:
    """Whether a name says that something is asserted; there are few names and many calls."""
    return ASSERTING.match(name) is not None


def matches(function: Function, body: Value | None) -> bool:
    """Whether a piece of code insists on a shape.

    That is a match with more than a variable on its left, or a `case` that is not exhaustive.
    """
    for value in inside(function.file.outline, body):
        if isinstance(value, Op) and value.op == "=" and not isinstance(value.args[0], Var):
            return True
        if isinstance(value, Flow) and value.kind == "case":
            last = value.arms[-1] if value.arms else None
            if last and not (len(last.patterns) == 1 and isinstance(last.patterns[0], Var)):
                return True
    return False


_ENTERED: frozenset[type] = frozenset((Op, Block, Flow))
"""The kinds of value in which a comparison may be a statement; closures are asked for apart."""


def _comparisons(waiting: list[tuple[Value, bool]]) -> Iterator[Op]:
    """Yield the comparisons whose result is unused, given pieces of code and whether theirs is."""
    while waiting:
        value, unused = waiting.pop()
        if isinstance(value, Block):
            last = value.items[-1] if value.items else None
            waiting += [
                (item, unused or item is not last) for item in value.items if type(item) in _ENTERED
            ]
        elif isinstance(value, Op):
            if unused and value.op in COMPARISONS:
                yield value
            waiting += [(part, False) for part in value.args if type(part) in _ENTERED]
        elif isinstance(value, Flow):
            waiting += [(head, False) for head in value.heads if type(head) in _ENTERED]
            waiting += [(arm.body, unused) for arm in value.arms if type(arm.body) in _ENTERED]


def _closures(outline: Outline) -> dict[int, list[Closure]]:
    """Return the closures of a file that are no `quote` and stand in none, by function."""
    found: dict[int, list[Closure]] = {}
    quoted: set[int] = set()
    for closure in outline.closures:
        if closure.kind == "quote" or closure.parent in quoted:
            quoted.add(closure.index)
        else:
            found.setdefault(closure.function, []).append(closure)
    return found
