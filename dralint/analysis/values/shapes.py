"""Shapes: as much of a value as can be said without running the code.

A shape that is None is unknown, and what is said of it is never a yes or a no.
"""

from msgspec import Struct

from dralint.outline.values import (
    Atom,
    Interpolated,
    ListOf,
    MapOf,
    ModuleRef,
    Number,
    Op,
    String,
    TupleOf,
    Value,
    Var,
)


class Shape(Struct, frozen=True, gc=False):
    """What is known of a value.

    `kind` is atom, tuple, map, list, string, number, function, pid or reference. `name` is the
    atom's name or the struct's module. `items` are the shapes of a tuple's elements.
    """

    kind: str
    name: str | None = None
    items: tuple["Shape | None", ...] | None = None

    @property
    def tag(self) -> str | None:
        """The name of an atom, or of the atom that a tuple begins with."""
        if self.kind == "atom":
            return self.name
        if self.kind == "tuple" and self.items and self.items[0] is not None:
            return self.items[0].name if self.items[0].kind == "atom" else None
        return None

    @property
    def size(self) -> int | None:
        """The number of elements of a tuple."""
        return None if self.items is None else len(self.items)

    def __str__(self) -> str:
        if self.kind == "tuple":
            return "{" + ", ".join(map(show, self.items)) + "}" if self.items else "{}"
        if self.kind == "atom" and self.name is not None:
            plain = self.name in ("nil", "true", "false") or self.name[:1].isupper()
            return self.name if plain else f":{self.name}"
        if self.kind == "map":
            return f"%{self.name or ''}{{...}}"
        return {"list": "[...]", "string": '"..."'}.get(self.kind, f"a {self.kind}")


def show(shape: Shape | None) -> str:
    """Return a shape in Elixir's notation; what is unknown is `_`."""
    return "_" if shape is None or (shape.kind == "atom" and shape.name is None) else str(shape)


def atom(name: str | None = None) -> Shape:
    """Return the shape of an atom; without a name, of one of several."""
    return Shape("atom", name)


def literal(value: Value) -> Shape | None:
    """Return the shape of a value that says itself what it is; a pattern does so as well."""
    match value:
        case Atom():
            return atom(value.name)
        case ModuleRef():
            return atom(value.name.removeprefix(":"))
        case TupleOf():
            return Shape("tuple", None, tuple(literal(item) for item in value.items))
        case MapOf():
            named = value.struct.name if isinstance(value.struct, ModuleRef) else None
            return Shape("map", named)
        case ListOf():
            return Shape("list")
        case String() | Interpolated():
            return Shape({"string": "string", "atom": "atom"}.get(value.kind, "list"))
        case Number():
            return Shape("number")
        case Op():
            return _operator(value)
        case _:
            return None


_BOOLEAN = frozenset("== != === !== < > <= >= =~ in not ! not\u00a0in".split())
_RESULTS = {"<>": "string", "<<>>": "string", "++": "list", "--": "list"}


def _operator(value: Op) -> Shape | None:
    """Return what an operator gives, or what all sides of a pattern `a = b` say together."""
    if value.op == "=":
        return next((shape for arg in value.args if (shape := literal(arg)) is not None), None)
    if value.op in _BOOLEAN or value.op == "not in":
        return atom()
    if value.op in ("+", "-", "*", "/"):
        return Shape("number")
    kind = _RESULTS.get(value.op)
    return Shape(kind) if kind else None


def fits(pattern: Value, shape: Shape | None) -> bool | None:
    """Whether a pattern matches what has a shape: yes, no, or unknown."""
    match pattern:
        case Var():
            return True
        case Op() if pattern.op == "=":
            return _all([fits(arg, shape) for arg in pattern.args])
        case Op() if pattern.op == "when":
            return False if fits(pattern.args[0], shape) is False else None
        case Op() if pattern.op == "\\\\":
            return fits(pattern.args[0], shape)
        case _ if shape is None:
            return None
        case TupleOf():
            if shape.kind != "tuple":
                return False
            if shape.items is None:
                return None
            if len(shape.items) != len(pattern.items):
                return False
            pairs = zip(pattern.items, shape.items, strict=True)
            return _all([fits(part, known) for part, known in pairs])
        case MapOf() if shape.kind == "map":
            return _map(pattern, shape)
        case _:
            return _same(literal(pattern), shape)


def _map(pattern: MapOf, shape: Shape) -> bool | None:
    """Whether a map pattern matches: a struct has all its fields, a map perhaps not."""
    same = _same(literal(pattern), shape)
    if pattern.struct is not None and same is not True:
        return same
    free = all(isinstance(value, Var) for _, value in pattern.pairs)
    return True if free and (not pattern.pairs or pattern.struct is not None) else None


def _same(wanted: Shape | None, shape: Shape) -> bool | None:
    if wanted is None:
        return None
    if wanted.kind != shape.kind:
        return False
    if wanted.name is None or shape.name is None:
        return None
    return wanted.name == shape.name


def is_picky(pattern: Value, shape: Shape | None) -> bool:
    """Whether what a pattern asks of the unknown part of a shape is one value among many."""
    if not isinstance(pattern, TupleOf) or shape is None or shape.items is None:
        return isinstance(pattern, Atom | String | Number)
    return any(
        known is None and isinstance(part, Atom | String | Number)
        for part, known in zip(pattern.items, shape.items, strict=False)
    )


def _all(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if None in answers else True


_OK = """
Logger.debug Logger.info Logger.notice Logger.warning Logger.warn Logger.error Logger.critical
Logger.alert Logger.emergency Logger.log Logger.metadata Logger.configure IO.puts IO.write
GenServer.cast GenServer.reply GenServer.abcast GenStage.cast GenStage.reply Agent.update Agent.cast
Enum.each Supervisor.stop GenServer.stop Registry.dispatch Process.send Process.sleep :timer.sleep
:telemetry.execute Stream.run :gen_statem.cast :gen_statem.reply Application.put_env
System.put_env Oban.resume_queue
"""
_KINDS = {
    "map": """
        Map.put Map.put_new Map.merge Map.delete Map.drop Map.take Map.update Map.update! Map.new
        Map.replace Map.replace! Map.reject Map.filter Map.from_struct Enum.group_by
        Enum.frequencies Kernel.struct Kernel.struct! Phoenix.Component.assign
        Phoenix.LiveView.push_event
        Phoenix.LiveView.put_flash Phoenix.LiveView.push_navigate Phoenix.LiveView.push_patch
        Phoenix.LiveView.redirect Phoenix.LiveView.stream Phoenix.LiveView.stream_insert
    """,
    "list": """
        Enum.map Enum.filter Enum.reject Enum.to_list Enum.sort Enum.sort_by Enum.flat_map Enum.uniq
        Enum.take Enum.drop Enum.reverse Enum.with_index Enum.zip Enum.chunk_every Keyword.put
        Keyword.merge Keyword.delete List.delete List.wrap List.flatten Map.keys Map.values
        Map.to_list String.split Keyword.new
    """,
    "string": """
        String.trim String.upcase String.downcase String.replace Enum.join Kernel.inspect
        Kernel.to_string String.capitalize
    """,
    "number": "Enum.count Kernel.length Kernel.map_size System.monotonic_time System.system_time",
    "reference": """
        Process.send_after Process.monitor Kernel.make_ref :erlang.send_after :erlang.start_timer
        :erlang.monitor
    """,
    "pid": "Kernel.self Kernel.spawn Kernel.spawn_link",
}
_BOOLEANS = """
Process.exit Process.link Process.unlink Process.demonitor Process.register :ets.insert :ets.delete
Map.has_key? Enum.any? Enum.all? Enum.empty? Enum.member? Process.alive? Kernel.is_nil
Kernel.is_map Kernel.is_list Kernel.is_binary Kernel.is_atom Kernel.is_tuple Kernel.is_pid
Kernel.function_exported?
Keyword.has_key? String.starts_with? String.contains?
"""
RESULTS: dict[str, Shape] = (
    {name: atom("ok") for name in _OK.split()}
    | {name: Shape(kind) for kind, names in _KINDS.items() for name in names.split()}
    | {name: atom() for name in _BOOLEANS.split()}
)
"""What well-known functions return, at every arity (data)."""

NEVER = frozenset(
    """
    Kernel.raise Kernel.reraise Kernel.throw Kernel.exit :erlang.error :erlang.exit :erlang.throw
    :erlang.raise System.halt ExUnit.Assertions.flunk Mix.raise
    """.split()
)
"""Functions that do not return."""

THROUGH = {"IO.inspect": 0, "Kernel.dbg": 0, "Kernel.tap": 0, "Kernel.send": 1}
"""Functions that return one of their arguments."""
