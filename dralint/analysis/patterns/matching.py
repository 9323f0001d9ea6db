"""Whether a piece of code is what a pattern says, and what then stands for its holes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import astuple

from dralint.outline import Call
from dralint.outline.values import (
    Apply,
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
    children,
    keyword,
)
from dralint.project import File

from .pattern import SELF, Pattern, hole_in, text_of

Bound = Mapping[str, Value | tuple[Value, ...]]
"""What stands for the holes, by name: one value, or several for a hole of many."""


@dataclass(frozen=True)
class Matcher:
    """A pattern held against the code of a file, inside a module of it (None: outside of any)."""

    pattern: Pattern
    file: File
    module: str | None

    def match(self, wanted: Value, found: Value) -> Bound | None:
        """Return what stands for the holes where a piece of code fits, else None."""
        return next(self._value(wanted, found, {}), None)

    def row(self, wanted: Sequence[Value], found: Sequence[Value]) -> Bound | None:
        """Return what stands for the holes where code in a row fits, else None."""
        return next(self._row(wanted, found, {}), None)

    def _value(self, wanted: Value | None, found: Value | None, bound: Bound) -> Iterator[Bound]:
        if wanted is None or found is None:
            if wanted is found:
                yield bound
            return
        hole = self.pattern.one(wanted) or self.pattern.many(wanted)
        if hole is not None:
            yield from self._bind(hole, found, bound)
        elif isinstance(wanted, CallRef):
            yield from self._call(wanted, found, bound)
        elif isinstance(wanted, Fn):
            yield from self._closure(wanted, found, bound)
        elif isinstance(wanted, Var) and isinstance(found, CallRef):
            call = self.file.outline.calls[found.call]
            if call.bare and call.name == wanted.name:
                yield bound
        elif type(wanted) is type(found):
            yield from self._same_kind(wanted, found, bound)

    def _same_kind(self, wanted: Value, found: Value, bound: Bound) -> Iterator[Bound]:
        match wanted, found:
            case ModuleRef(), ModuleRef():
                if found.name == (self.module if wanted.name == SELF else wanted.name):
                    yield bound
            case ((Atom() | AttrRead() | Var()), (Atom() | AttrRead() | Var())):
                yield from self._name(wanted.name, found, found.name, bound)
            case Number(), Number():
                if wanted.text.replace("_", "") == found.text.replace("_", ""):
                    yield bound
            case String(), String():
                if (text_of(wanted), wanted.kind) == (found.text, found.kind):
                    yield bound
            case Sigil(), Sigil():
                head = (wanted.name, wanted.modifiers)
                if head == (found.name, found.modifiers) and text_of(wanted) == found.text:
                    yield bound
            case ListOf(), ListOf():
                yield from self._list(wanted, found, bound)
            case MapOf(), MapOf():
                yield from self._map(wanted, found, bound)
            case Field(), Field():
                for named in self._name(wanted.name, found, found.name, bound):
                    yield from self._value(wanted.on, found.on, named)
            case Arm(), Arm():
                yield from self._arm(wanted, found, bound)
            case Flow(), Flow() if wanted.kind == found.kind:
                for headed in self._row(wanted.heads, found.heads, bound):
                    yield from self._row(wanted.arms, found.arms, headed)
            case Op(), Op() if wanted.op == found.op:
                yield from self._row(wanted.args, found.args, bound)
            case Apply(), Apply() if wanted.module == found.module:
                for named in self._name(wanted.name, found, found.name, bound):
                    yield from self._row(wanted.args, found.args, named)
            case ((TupleOf() | Block() | Interpolated()), (TupleOf() | Block() | Interpolated())):
                yield from self._row(children(wanted), children(found), bound)

    def _bind(self, hole: str, found: Value | tuple[Value, ...], bound: Bound) -> Iterator[Bound]:
        if hole == "_":
            yield bound
        elif hole not in bound:
            yield {**bound, hole: found}
        elif same(self.file, bound[hole], found):
            yield bound

    def _name(self, wanted: str, at: Value, found: str, bound: Bound) -> Iterator[Bound]:
        """Hold a name against one: the name of a pattern may be a hole."""
        hole = hole_in(wanted)
        if hole is not None:
            yield from self._bind(hole, Var(at.start, at.end, found), bound)
        elif wanted == found:
            yield bound

    def _call(self, ref: CallRef, found: Value, bound: Bound) -> Iterator[Bound]:
        wanted = self.pattern.outline.calls[ref.call]
        if isinstance(found, Var):
            if wanted.bare and wanted.name == found.name:
                yield bound
            return
        if not isinstance(found, CallRef):
            return
        call = self.file.outline.calls[found.call]
        # What is written may be `Repo.get`: the name is the end of it.
        named = Var(call.name_end - len(call.name.encode()), call.name_end, call.name)
        for begun in self._name(wanted.name, named, call.name, bound):
            for reached in self._receiver(wanted.on, found.call, begun):
                yield from self._row(wanted.args, call.args, reached)

    def _receiver(self, wanted: Value | None, index: int, bound: Bound) -> Iterator[Bound]:
        """Hold what is called: modules are compared as resolved, whatever is written."""
        call = self.file.outline.calls[index]
        target = self.file.project.targets(self.file)[index]
        if wanted is None:
            if call.on is None or target == "Kernel":
                yield bound
        elif isinstance(wanted, ModuleRef):
            name = self.module if wanted.name == SELF else wanted.name
            if target == name or (target is None and imports(self.file, call, name)):
                yield bound
        elif call.on is not None:
            yield from self._value(wanted, call.on, bound)
        elif target not in (None, "Kernel", self.module):
            at = call.name_start
            yield from self._value(wanted, ModuleRef(at, at, target or ""), bound)

    def _list(self, wanted: ListOf, found: ListOf, bound: Bound) -> Iterator[Bound]:
        pairs = _pairs(wanted)
        if pairs is None:
            for inside in self._row(wanted.items, found.items, bound):
                yield from self._value(wanted.tail, found.tail, inside)
        else:
            yield from self._pairs(pairs, list(_pairs_in(found)), bound)

    def _map(self, wanted: MapOf, found: MapOf, bound: Bound) -> Iterator[Bound]:
        starts: Iterator[Bound] = iter((bound,))
        if wanted.struct is not None:
            starts = self._value(wanted.struct, found.struct, bound)
        for begun in starts:
            for based in self._value(wanted.base, found.base, begun):
                yield from self._pairs(wanted.pairs, found.pairs, based)

    def _pairs(
        self,
        wanted: Sequence[Sequence[Value]],
        found: Sequence[Sequence[Value]],
        bound: Bound,
    ) -> Iterator[Bound]:
        """Find every pair that is wanted among those there are, in any order."""
        if not wanted:
            yield bound
            return
        for pair in found:
            for one in self._row(wanted[0], pair, bound):
                yield from self._pairs(wanted[1:], found, one)

    def _closure(self, ref: Fn, found: Value, bound: Bound) -> Iterator[Bound]:
        wanted = self.pattern.outline.closures[ref.closure]
        if isinstance(found, Fn):
            closure = self.file.outline.closures[found.closure]
            if wanted.kind == closure.kind:
                for headed in self._row(wanted.heads, closure.heads, bound):
                    yield from self._row(wanted.clauses, closure.clauses, headed)
        elif wanted.kind == "do" and len(wanted.clauses) == 1:
            # `do: x` in the place of a block.
            yield from self._row(_statements(wanted.clauses[0].body), (found,), bound)

    def _arm(self, wanted: Arm, found: Arm, bound: Bound) -> Iterator[Bound]:
        if wanted.label != found.label:
            return
        for headed in self._row(wanted.patterns, found.patterns, bound):
            for guarded in self._value(wanted.guard, found.guard, headed):
                yield from self._row(_statements(wanted.body), _statements(found.body), guarded)

    def _row(
        self, wanted: Sequence[Value], found: Sequence[Value], bound: Bound
    ) -> Iterator[Bound]:
        """Hold values in a row against values in a row: a hole of many takes any number."""
        if not wanted:
            if not found:
                yield bound
            return
        first, rest = wanted[0], wanted[1:]
        many = self._many(first)
        if many is not None:
            for taken in range(len(found) + 1):
                if taken and isinstance(first, Arm) and not _same_section(first, found[taken - 1]):
                    return
                for one in self._bind(many, tuple(found[:taken]), bound):
                    yield from self._row(rest, found[taken:], one)
        elif found:
            for one in self._value(first, found[0], bound):
                yield from self._row(rest, found[1:], one)

    def _many(self, value: Value) -> str | None:
        """Return the hole of many that a value is: a clause may be one, `$$$_ -> $$$_`."""
        if isinstance(value, Arm):
            heads = [self.pattern.many(each) for each in value.patterns]
            if value.guard is None and (not heads or heads == ["_"]):
                return self.pattern.many(value.body)
            return None
        return self.pattern.many(value)


def imports(file: File, call: Call, name: str | None) -> bool:
    """Whether a local call of which nothing is known may come from a module that is imported.

    That is so for libraries whose source was not read.
    """
    if call.on is not None or name is None or file.project.defines(name):
        return False
    brought = file.modules[call.module].effects.imports if call.module >= 0 else ()
    return any(
        each.name == name and each.kind == "import" and keyword(each.options, "only") is None
        for each in (*file.outline.directives, *brought)
    )


def same(file: File, one: object, other: object) -> bool:
    """Whether two pieces of code of a file say the same, wherever they stand."""
    if type(one) is not type(other):
        return False
    match one, other:
        case tuple(), tuple():
            return len(one) == len(other) and all(
                same(file, *pair) for pair in zip(one, other, strict=True)
            )
        case CallRef(), CallRef():
            left, right = file.outline.calls[one.call], file.outline.calls[other.call]
            targets = file.project.targets(file)
            return (
                left.name == right.name
                and targets[one.call] == targets[other.call]
                and (targets[one.call] is not None or same(file, left.on, right.on))
                and same(file, left.args, right.args)
            )
        case Fn(), Fn():
            closures = file.outline.closures
            first, second = closures[one.closure], closures[other.closure]
            return (
                first.kind == second.kind
                and same(file, first.heads, second.heads)
                and same(file, first.clauses, second.clauses)
            )
        case ((None | str()), (None | str())):
            return one == other
        case _:
            # The first two fields of a value are the place where it stands.
            return same(file, astuple(one)[2:], astuple(other)[2:])  # type: ignore[arg-type]


def _same_section(wanted: Arm, found: Value) -> bool:
    return isinstance(found, Arm) and found.label == wanted.label


def _statements(body: Value) -> tuple[Value, ...]:
    """Return the expressions of a body; of an empty one, none."""
    if isinstance(body, Block):
        return body.items
    return () if isinstance(body, Atom) and body.start == body.end else (body,)


def _pairs_in(value: ListOf) -> Iterator[tuple[Value, ...]]:
    """Yield the pairs of a list whose keys are atoms."""
    for item in value.items:
        if isinstance(item, TupleOf) and len(item.items) == 2 and isinstance(item.items[0], Atom):
            yield item.items


def _pairs(value: ListOf) -> list[tuple[Value, ...]] | None:
    """Return the pairs of a keyword list; None for another list, or an empty one."""
    pairs = list(_pairs_in(value))
    return pairs if pairs and value.tail is None and len(pairs) == len(value.items) else None
