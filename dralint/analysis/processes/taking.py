"""What a process takes messages with, beside the clauses of its callbacks."""

from dralint.analysis.calls.inside import inside
from dralint.analysis.values.unify import unify
from dralint.outline.values import Flow, Op, Value, Var
from dralint.project import Module


def is_open(module: Module, name: str, arity: int) -> bool:
    """Whether clauses may have been added that cannot be seen."""
    effects = module.effects
    if effects.open or (name, arity) in effects.adds:
        return True
    return any(f.name == name and f.data.kind != "def" for f in module.functions)


def received(module: Module, body: Value) -> bool:
    """Whether a `receive` in the module may take a message."""
    outline = module.file.outline
    for function in module.functions:
        for value in inside(outline, *(clause.body for clause in function.clauses)):
            if isinstance(value, Flow) and value.kind == "receive":
                for arm in value.arms:
                    patterns = arm.patterns if arm.label == "do" else ()
                    if any(unify(body, pattern) is not False for pattern in patterns):
                        return True
    return False


def plain(pattern: Value) -> Value:
    """Return what a parameter `{:get, _} = message` looks like."""
    if isinstance(pattern, Op):
        return next((arg for arg in pattern.args if not isinstance(arg, Var)), pattern)
    return pattern
