"""Evaluation: from an expression and its variables to the constants that it may be.

Nothing is guessed: what is not understood is `Unknown`, and what is not followed a `Result`.
"""

from dralint.analysis.values.binding import Env, bind, look_up, unknown
from dralint.analysis.values.constants import (
    Alt,
    Alts,
    Condition,
    Func,
    Item,
    List,
    Map,
    Name,
    Num,
    Place,
    Result,
    Template,
    Text,
    Thunk,
    Tuple,
    name_of,
    only,
    under,
)
from dralint.analysis.values.folds import Fold, fold_of
from dralint.analysis.values.following import apply, follow
from dralint.analysis.values.shapes import NEVER
from dralint.analysis.values.wording import shown
from dralint.outline.values import (
    Arm,
    Atom,
    AttrRead,
    Block,
    CallRef,
    Field,
    Flow,
    Fn,
    Interpolated,
    ListOf,
    MapOf,
    ModuleRef,
    Number,
    Op,
    Sigil,
    String,
    TupleOf,
    Value,
    Var,
)
from dralint.project import Call, Project

from . import folding, forks

STEPS = 10_000
"""How many expressions are looked at for one question."""
NESTING = 100
"""How deep expressions are followed, through functions as well."""
WIDTH = 32
"""How many alternatives an expression may have."""


class Evaluator:
    """Evaluates expressions of one project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.folds: dict[str, Fold] = {}
        self._steps = 0
        self._depth = 0

    def fresh(self) -> None:
        """Begin a new question, with all its steps to go."""
        self._steps = self._steps if self._depth else 0

    def value(self, value: Value, env: Env) -> Alts:
        """Return what an expression may be."""
        self._steps += 1
        if self._steps > STEPS or self._depth > NESTING:
            return unknown(env.file, value, shown(env.file, value), "limit")
        self._depth += 1
        try:
            found = self._value(value, env)
        finally:
            self._depth -= 1
        if len(found) > 1:
            found = tuple(dict.fromkeys(found))
        if len(found) > WIDTH:
            text = shown(env.file, value)
            return (*found[: WIDTH - 1], *unknown(env.file, value, text, "limit"))
        return found

    def lazy(self, value: Value, env: Env) -> Thunk:
        """Return an expression that is evaluated when it is asked for."""
        return Thunk(lambda: self.value(value, env))

    def _value(self, value: Value, env: Env) -> Alts:
        at = Place(env.file, value.start, value.end)
        match value:
            case Atom():
                word = value.name in ("nil", "true", "false")
                return (Alt(Name(value.name if word else f":{value.name}", at)),)
            case ModuleRef():
                return (Alt(Name(value.name, at)),)
            case Number():
                return (Alt(Num(value.text, at)),)
            case String():
                return (Alt(Text(value.text, at)),)
            case Interpolated():
                return self._template(value, env, at)
            case Sigil():
                return folding.sigil(value, at) or self._lost(value, env, "computed")
            case ListOf():
                return self._list(value, env, at)
            case TupleOf():
                return (Alt(Tuple(tuple(self.value(item, env) for item in value.items), at)),)
            case MapOf():
                return self._map(value, env, at)
            case Var():
                known = env.names.get(value.name)
                return self._lost(value, env, "variable") if known is None else known()
            case AttrRead():
                return self._attribute(value, env)
            case CallRef():
                return self._call(value, env, at)
            case Fn():
                return self._fn(value, env, at)
            case Field():
                return look_up(self.value(value.on, env), value.name)
            case Op():
                return self._operator(value, env, at)
            case Block() if value.items and not isinstance(value.items[-1], Arm):
                return self._block(value, env)
            case Flow():
                return forks.outcome(self, value, env)
            case _:
                return self._lost(value, env, "computed")

    def _lost(self, value: Value, env: Env, reason: str) -> Alts:
        return unknown(env.file, value, shown(env.file, value), reason)

    def _template(self, value: Interpolated, env: Env, at: Place) -> Alts:
        parts: list[str | None] = []
        for part in value.parts:
            piece = part.text if isinstance(part, String) else self._word(part, env)
            if parts and piece is not None and parts[-1] is not None:
                parts[-1] += piece
            else:
                parts.append(piece)
        if len(parts) == 1 and parts[0] is not None:
            atom = value.kind == "atom"
            return (Alt(Name(f":{parts[0]}", at) if atom else Text(parts[0], at)),)
        return (Alt(Template(tuple(parts), value.kind, at)),)

    def _word(self, value: Value, env: Env) -> str | None:
        """Return what an interpolated expression is as text, if that is one thing."""
        one = only(self.value(value, env))
        if isinstance(one, Text | Num):
            return one.text
        if isinstance(one, Name):
            return f"Elixir.{one.name}" if one.is_module else one.name.removeprefix(":")
        return None

    def _list(self, value: ListOf, env: Env, at: Place) -> Alts:
        items = [Item(self.value(item, env)) for item in value.items[: folding.ENTRIES]]
        if len(value.items) > folding.ENTRIES:
            items.append(Item(unknown(env.file, value, "...", "limit"), many=True))
        if value.tail is not None:
            items.extend(folding.entries(self.value(value.tail, env)))
        return folding.listed(items, at)

    def _map(self, value: MapOf, env: Env, at: Place) -> Alts:
        struct = value.struct.name if isinstance(value.struct, ModuleRef) else None
        pairs = tuple((self.value(key, env), self.value(part, env)) for key, part in value.pairs)
        if value.base is None:
            return (Alt(Map(struct, pairs, value.struct is not None, at)),)
        base = only(self.value(value.base, env))
        if not isinstance(base, Map):
            return (Alt(Map(struct, pairs, True, at)),)
        new = {name_of(key) for key, _ in pairs}
        kept = tuple(pair for pair in base.pairs if name_of(pair[0]) not in new)
        return (Alt(Map(struct or base.struct, (*pairs, *kept), base.open, at)),)

    def _attribute(self, value: AttrRead, env: Env) -> Alts:
        if env.module < 0:
            return self._lost(value, env, "attribute")
        module = env.file.modules[env.module]
        found: list[Value] = []
        for attribute in module.attributes:
            if attribute.name == value.name and attribute.end <= value.start:
                if not attribute.conditional:
                    found.clear()
                if attribute.value is not None:
                    found.append(attribute.value)
        if not found:
            return self._lost(value, env, "attribute")
        outer = Env(env.file, env.module, {}, env.stack)
        ways = [self.value(each, outer) for each in found]
        if len(ways) == 1:
            return ways[0]
        return self._union(ways, (env.file.path, value.start), f"@{value.name}")

    def _union(self, ways: list[Alts], site: tuple[str, int], text: str) -> Alts:
        return tuple(
            alt for arm, way in enumerate(ways) for alt in under(way, (Condition(site, arm, text),))
        )

    def _block(self, block: Block, env: Env) -> Alts:
        for item in block.items[:-1]:
            env = env.plus(forks.bound_by(self, item, env))
        return self.value(block.items[-1], env)

    def _operator(self, value: Op, env: Env, at: Place) -> Alts:
        if value.op == "=":
            return self.value(value.args[-1], env)
        if value.op == "|>" and len(value.args) == 2:
            return self._lost(value, env, "computed")
        sides = [self.lazy(arg, env) for arg in value.args]
        found = folding.operator(value.op, sides, (env.file.path, value.start), at)
        return self._lost(value, env, "computed") if found is None else found

    def _fn(self, value: Fn, env: Env, at: Place) -> Alts:
        closure = env.file.outline.closures[value.closure]
        if closure.kind in ("fn", "capture"):
            return (Alt(Func(value.closure, at, env)),)
        if closure.kind == "for":
            return self._for(value, env, at)
        return self._lost(value, env, "computed")

    def _for(self, value: Fn, env: Env, at: Place) -> Alts:
        closure = env.file.outline.closures[value.closure]
        if not closure.clauses or closure.clauses[0].patterns:
            return self._lost(value, env, "computed")
        if any(isinstance(head, MapOf) for head in closure.heads):
            return (Alt(Map(None, (), True, at)),)
        rows: list[tuple[Env, tuple[Condition, ...], bool]] = [(env, (), False)]
        for head in closure.heads:
            if not (isinstance(head, Op) and head.op == "<-"):
                if isinstance(head, Op) and head.op == "=":
                    rows = [(e.plus(forks.bound_by(self, head, e)), w, m) for e, w, m in rows]
                elif not isinstance(head, ListOf):
                    text = f"if {shown(env.file, head, 40)}"
                    also = (Condition((env.file.path, head.start), 0, text),)
                    rows = [(e, (*w, *also), m) for e, w, m in rows]
                continue
            grown: list[tuple[Env, tuple[Condition, ...], bool]] = []
            for inner, when, many in rows:
                for item in folding.entries(self.value(head.args[-1], inner)):
                    given = Thunk(lambda item=item: item.alts)  # type: ignore[misc]
                    names = bind(head.args[0], given, env.file)
                    grown.append((inner.plus(names), (*when, *item.when), many or item.many))
            rows = grown[: folding.ENTRIES]
        body = closure.clauses[0].body
        items = tuple(Item(self.value(body, e), w, m) for e, w, m in rows)
        return (Alt(List(items, at)),)

    def _call(self, ref: CallRef, env: Env, at: Place) -> Alts:
        call = env.file.call(ref.call)
        args = tuple(self.lazy(arg, env) for arg in call.args)
        target = call.target
        if target is None:
            return self._dynamic(call, args, env, at)
        name = f"{target}.{call.name}"
        if name in NEVER:
            return ()
        if not self.project.defines(target):
            fold = fold_of(name, len(args)) or self.folds.get(name)
            if fold is not None:
                found = fold(self, call, args, at)
                if found is not None:
                    return found
        callee = call.callee
        if callee is not None:
            return follow(self, callee, args, call, env, at)
        return (Alt(Result(f"{name}/{call.arity}", call, args, at)),)

    def _dynamic(self, call: Call, args: tuple[Thunk, ...], env: Env, at: Place) -> Alts:
        """Return what a call on a value gives: of a function value, or of a module in it."""
        on = call.data.on
        if on is None:
            return (Alt(Result(None, call, args, at)),)
        values = self.value(on, env)
        if call.name == "()":
            return apply(self, values, args, shown(env.file, on))
        found: list[Alt] = []
        for alt in values:
            constant = alt.constant
            function = None
            named: str | None = None
            if isinstance(constant, Name):
                module = constant.name
                named = f"{module}.{call.name}/{call.arity}"
                function = self.project.function(module, call.name, call.arity, env.file)
            if function is None:
                found.append(Alt(Result(named, call, args, at), alt.when))
            else:
                found.extend(under(follow(self, function, args, call, env, at), alt.when))
        return tuple(found)
