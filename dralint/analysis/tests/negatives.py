"""Negatives: whether a test file looks at anything that goes wrong."""

import re

from dralint.analysis.calls.inside import inside
from dralint.outline.values import Apply, Atom, Field, Op, TupleOf, Value
from dralint.project import File, Function

_CALLS = re.compile(
    r"^(assert_raise|errors_on|catch_\w+|error_on|assert_error\w*|refute\w*|flunk"
    r"|assert_(?:redirect|reply|receive|push)\w*_error|traverse_errors|capture_log)$"
)
_WORDS = re.compile(r"(?i)error|fail|invalid|not_found|unauthori|forbidden|reject|denied|missing")


def has_negative(file: File) -> bool:
    """Whether any test of a file, or its helpers, speaks of an error, a refusal or an exception."""
    outline = file.outline
    if any(_CALLS.match(call.name) or _WORDS.search(call.name) for call in outline.calls):
        return True
    tests = [function for function in outline.functions if function.is_test]
    if any(_WORDS.search(function.name) for function in tests):
        return True
    bodies = (clause.body for function in outline.functions for clause in function.clauses)
    return any(map(_is_negative, inside(outline, *bodies)))


def _is_negative(value: Value) -> bool:
    match value:
        case Atom():
            return value.name in ("nil", "false") or _WORDS.search(value.name) is not None
        case Field():
            return value.name in ("errors", "valid?")
        case Op():
            return value.op in ("!=", "!==", "!", "not")
        case Apply():
            return _WORDS.search(value.name) is not None
        case _:
            return False


def is_negative_case(function: Function) -> bool:
    """Whether one test is about something that goes wrong."""
    outline = function.file.outline
    if _WORDS.search(function.name) or any(
        _CALLS.match(call.name) or _WORDS.search(call.name) for call in function.calls
    ):
        return True
    return any(map(_is_negative, inside(outline, *(clause.body for clause in function.clauses))))


def expects_success(file: File) -> bool:
    """Whether some assertion of a file is that a result is `{:ok, ...}`."""
    for call in file.outline.calls:
        if call.name != "assert" or not call.args:
            continue
        match call.args[0]:
            case Op(op="=" | "==") as op if _is_ok(op.args[0]):
                return True
            case _:
                pass
    return False


def _is_ok(value: Value) -> bool:
    if not isinstance(value, TupleOf) or not value.items:
        return False
    first = value.items[0]
    return isinstance(first, Atom) and first.name == "ok"
