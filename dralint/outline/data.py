"""What one file says, as tables of plain data that refer to each other by index.

Nothing here depends on where the file lies, on the configuration or on any other file, and nothing
is judged. Offsets are bytes; `Outline.lines` turns them into positions.
"""

from msgspec import Struct

from dralint.text import Lines

from .values import Arm, Value

PIPED = 1
"""The first argument came through a pipe."""
BARE = 2
"""A name without parentheses or arguments that is bound to no variable here."""
CAPTURED = 4
"""Named by a capture: `&f/1`."""
QUOTED = 8
"""Stands inside `quote`: it belongs to the module that expands it."""
BLOCK = 16
"""Has a `do` block; its keyword list is the last argument."""


class Call(Struct, frozen=True, array_like=True, gc=False):
    """One call.

    `on` is the receiver as written: a `ModuleRef` for a remote call, None for a local one, anything
    else for a call on a value. Arguments hold the piped value first. `function`, `module` and
    `closure` say where it stands, -1 for none.
    """

    index: int
    function: int
    module: int
    closure: int
    on: Value | None
    name: str
    args: tuple[Value, ...]
    start: int
    end: int
    name_start: int
    name_end: int
    flags: int

    @property
    def arity(self) -> int:
        """The number of arguments, a piped one and a `do` block included."""
        return len(self.args)

    @property
    def quoted(self) -> bool:
        """Whether it stands inside `quote`."""
        return bool(self.flags & QUOTED)

    @property
    def piped(self) -> bool:
        """Whether its first argument came through a pipe."""
        return bool(self.flags & PIPED)

    @property
    def captured(self) -> bool:
        """Whether it is named by a capture, `&f/1`."""
        return bool(self.flags & CAPTURED)

    @property
    def bare(self) -> bool:
        """Whether it is a name alone: a call without arguments, or a variable not seen."""
        return bool(self.flags & BARE)


class Closure(Struct, array_like=True, gc=False):
    """Code that is handed on: `fn`, a capture, the body of a `for`, a `quote`, a `do` block.

    `kind` is fn, capture, for, quote or do. `uses` are the (call, argument) pairs that it is given
    to, directly or through a variable of the same function that is bound to it once; the argument
    is -1 where it is called itself.
    """

    index: int
    parent: int
    function: int
    kind: str
    start: int
    end: int
    heads: tuple[Value, ...] = ()
    clauses: tuple[Arm, ...] = ()
    uses: list[tuple[int, int]] = []


class Attribute(Struct, frozen=True, array_like=True, gc=False):
    """A module attribute that is set: `@name value`.

    `conditional`: it stands in an `if`, `case`... at the level of the module.
    """

    index: int
    module: int
    name: str
    value: Value | None
    start: int
    end: int
    quoted: bool = False
    conditional: bool = False


class Clause(Struct, frozen=True, array_like=True, gc=False):
    """One clause of a function; a head has no body. `calls` is a half-open range of indexes."""

    params: tuple[Value, ...]
    guard: Value | None
    body: Value | None
    start: int
    end: int
    name_start: int
    name_end: int
    calls: tuple[int, int]


class Function(Struct, frozen=True, array_like=True, gc=False):
    """A definition with all its clauses, or a test.

    `kind` is def, defp, defmacro, defmacrop, defguard, defguardp, defdelegate, or, in tests, test,
    property, setup or setup_all. `doc` and `impl` are indexes of attributes, -1 for none; `attrs`
    are all attributes bound to it. `delegate` is the target of a defdelegate, with its name there.
    """

    index: int
    module: int
    name: str
    min_arity: int
    max_arity: int
    kind: str
    clauses: tuple[Clause, ...]
    doc: int
    impl: int
    attrs: tuple[int, ...]
    dynamic: bool
    delegate: tuple[Value, str] | None = None

    @property
    def public(self) -> bool:
        """Whether other modules can call it."""
        return self.kind in ("def", "defmacro", "defguard", "defdelegate")

    @property
    def is_test(self) -> bool:
        """Whether ExUnit runs it."""
        return self.kind in ("test", "property", "setup", "setup_all")

    @property
    def label(self) -> str:
        """`name/arity`, or the test's name."""
        return self.name if self.is_test else f"{self.name}/{self.max_arity}"


class Spec(Struct, frozen=True, array_like=True, gc=False):
    """A spec, callback or type: `kind` is the attribute's name; `args` is None for a bare type."""

    module: int
    kind: str
    name: str
    args: tuple[Value, ...]
    result: Value | None
    start: int
    end: int
    name_start: int
    name_end: int
    quoted: bool = False

    @property
    def arity(self) -> int:
        """The number of arguments."""
        return len(self.args)


class Directive(Struct, frozen=True, array_like=True, gc=False):
    """`alias`, `import`, `require` or `use`, and the stretch of text in which it holds.

    `module` is the enclosing module's index. `name` is the expanded module, None where unknown.
    `quote` is the closure of the `quote` that it stands in, else -1.
    """

    kind: str
    module: int
    function: int
    quote: int
    name: str | None
    as_name: str | None
    options: Value | None
    start: int
    end: int
    until: int


class Quoted(Struct, frozen=True, array_like=True, gc=False):
    """A definition inside `quote`: what the expanding module will get."""

    quote: int
    kind: str
    name: str
    min_arity: int
    max_arity: int


class Module(Struct, frozen=True, array_like=True, gc=False):
    """A module, protocol or implementation (`kind` module, protocol or impl).

    `name` is fully expanded. For an implementation `protocol` and `targets` name what it
    implements. `quoted`: it stands inside `quote`. `inner`: inside a function or test.
    """

    index: int
    parent: int
    name: str
    kind: str
    start: int
    end: int
    name_start: int
    name_end: int
    doc: int
    struct: bool
    dynamic: bool
    quoted: bool
    inner: bool
    protocol: str | None = None
    targets: tuple[str, ...] = ()


class Comment(Struct, frozen=True, array_like=True, gc=False):
    """A comment that speaks to dralint; the text is without `#`. `alone`: no code on its line."""

    text: str
    start: int
    end: int
    alone: bool


class Binding(Struct, frozen=True, array_like=True, gc=False):
    """A variable that a function binds and nobody reads."""

    function: int
    name: str
    start: int
    end: int


class StructUse(Struct, frozen=True, array_like=True, gc=False):
    """A struct that is named by a single word which no alias here explains: `%User{}`."""

    module: int
    function: int
    name: str
    start: int
    end: int


class Swallow(Struct, frozen=True, array_like=True, gc=False):
    """A clause that answers any failure with a constant: `rescue _ -> nil`, `{:error, _} -> :ok`.

    `label` is rescue, catch, or the section of the clause. `start` and `end` are those of its
    patterns. `result` is the constant.
    """

    function: int
    label: str
    result: Value
    start: int
    end: int


class Outline(Struct, frozen=True, array_like=True):
    """All that one file says.

    `breaks` are the stretches that do not parse: start, end, what is wrong. `template`: an EEx
    template with an Elixir name. `generated`: says of itself that a program wrote it. `cut` are the
    offsets where nesting went deeper than is read. `code` is the offset of the first code. `dead`
    are runs of comment lines in which a test is written, with the text behind their `#` from the
    first test to the last `end`, below a comment where prose stands above the test. `remarks` are
    all comments of a file that silences Credo or Dialyzer, or may start processes by hand. `idle`
    are the aliases (indexes of directives) that nobody uses. `applied` are the names that stand in
    patterns, guards and types like calls, or in sigils. `asked` are the calls whose result a
    pattern is held against at once: the subject of a `case`, the right side of `=` or `<-`.
    `swallowed` are clauses that drop a failure. `atoms` are the names that are written as atoms
    with a colon. `dense` are the offsets of the texts that hold a long word with digits, or a
    password in an address. `spoken` are the modules that stand in code and patterns, by the names
    that aliases make of them, and those that templates name, as written there; neither directives
    nor types. `pointed` are the modules and atoms that begin a tuple: `{Shop.Cart, :total, []}` is
    a call that somebody makes later. `forks` are the offsets of control structures with the number
    of their arms, and of chains of `and` and `or` with the number of operators, negated.
    `explained` are the tags of skipped tests (indexes of attributes) with a comment at their side.
    """

    lines: Lines
    modules: tuple[Module, ...]
    functions: tuple[Function, ...]
    calls: tuple[Call, ...]
    closures: tuple[Closure, ...]
    attributes: tuple[Attribute, ...]
    specs: tuple[Spec, ...]
    directives: tuple[Directive, ...]
    quoted: tuple[Quoted, ...]
    comments: tuple[Comment, ...]
    breaks: tuple[tuple[int, int, str], ...]
    template: bool
    generated: bool
    cut: tuple[int, ...]
    code: int
    dead: tuple[Comment, ...] = ()
    remarks: tuple[Comment, ...] = ()
    unread: tuple[Binding, ...] = ()
    idle: tuple[int, ...] = ()
    applied: tuple[str, ...] = ()
    struct_uses: tuple[StructUse, ...] = ()
    asked: tuple[int, ...] = ()
    swallowed: tuple[Swallow, ...] = ()
    atoms: tuple[str, ...] = ()
    dense: tuple[int, ...] = ()
    spoken: tuple[str, ...] = ()
    pointed: tuple[tuple[str, str], ...] = ()
    forks: tuple[tuple[int, int], ...] = ()
    explained: tuple[int, ...] = ()
