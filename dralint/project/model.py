"""The words in which rules and analyses speak of a project: files, modules, functions, calls.

Each is a thin frozen view on the outline of its file. There is one view of each thing, made by its
file, so that views are compared and hashed by what they are, not by what they hold.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from dralint import outline as tables
from dralint.outline import values
from dralint.outline.values import Value
from dralint.text import Span

from .mix import Mix

if TYPE_CHECKING:
    from .project import Project


@dataclass(frozen=True, eq=False)
class App:
    """One mix project: `root` is its folder as reports name it, `.` for the current one."""

    root: str
    mix: Mix
    given: bool = True

    @property
    def name(self) -> str:
        """The application's name, or an empty text."""
        return self.mix.app or ""


@dataclass(frozen=True, eq=False)
class File:
    """One file: `path` as reports name it, `within` as its mix project sees it."""

    path: str
    within: str
    kind: str
    app: App
    outline: tables.Outline
    project: "Project" = field(repr=False)

    def at(self, start: int, end: int) -> Span:
        """Return the span between two byte offsets."""
        return self.outline.lines.span(self.path, start, end)

    def place(self, value: Value) -> Span:
        """Return where a value stands."""
        return self.at(value.start, value.end)

    @property
    def span(self) -> Span:
        """The start of the file's code."""
        start = min(self.outline.code, self.outline.lines.size)
        return self.at(start, start)

    @property
    def is_test(self) -> bool:
        """Whether it is a test or serves tests."""
        return self.kind in ("test", "support")

    @property
    def is_code(self) -> bool:
        """Whether it is code of the running system: lib or web."""
        return self.kind in ("lib", "web")

    @cached_property
    def modules(self) -> tuple["Module", ...]:
        """The modules that it defines, in order."""
        return tuple(Module(self, each) for each in self.outline.modules)

    @cached_property
    def functions(self) -> tuple["Function", ...]:
        """The functions and tests that it defines, in order."""
        return tuple(Function(self, each) for each in self.outline.functions)

    @cached_property
    def standing_modules(self) -> tuple["Module", ...]:
        """The modules that stand for themselves: those inside `quote` belong to who expands it."""
        return tuple(module for module in self.modules if not module.data.quoted)

    @cached_property
    def standing_functions(self) -> tuple["Function", ...]:
        """The functions of those modules."""
        return tuple(
            function
            for function in self.functions
            if function.data.module >= 0 and not function.module.data.quoted
        )

    def call(self, index: int) -> "Call":
        """Return a call of the outline's table."""
        return self.calls[index]

    @cached_property
    def calls(self) -> tuple["Call", ...]:
        """The calls in it, in order of evaluation."""
        return tuple(Call(self, each) for each in self.outline.calls)

    @cached_property
    def targets(self) -> tuple[str | None, ...]:
        """The module that each call reaches, None where that is unknown."""
        return self.project.bind(self)


@dataclass(frozen=True, eq=False)
class Module:
    """A module, protocol or implementation."""

    file: File
    data: tables.Module

    @property
    def name(self) -> str:
        """The full name."""
        return self.data.name

    @property
    def span(self) -> Span:
        """Where its name stands."""
        return self.file.at(self.data.name_start, self.data.name_end)

    @cached_property
    def functions(self) -> tuple["Function", ...]:
        """Its functions and tests, in order."""
        index = self.data.index
        return tuple(f for f in self.file.functions if f.data.module == index)

    def function(self, name: str, arity: int) -> "Function | None":
        """Return the function that a call of this name and arity reaches."""
        return self.file.project.function(self.name, name, arity)

    @cached_property
    def attributes(self) -> tuple[tables.Attribute, ...]:
        """The attributes that it sets, in order, without those inside `quote`."""
        index = self.data.index
        return tuple(a for a in self.file.outline.attributes if a.module == index and not a.quoted)

    @cached_property
    def specs(self) -> tuple[tables.Spec, ...]:
        """Its specs, callbacks and types."""
        index = self.data.index
        return tuple(s for s in self.file.outline.specs if s.module == index and not s.quoted)

    @cached_property
    def specs_by_name(self) -> dict[str, list[tables.Spec]]:
        """The same by the name that they are of."""
        found: dict[str, list[tables.Spec]] = {}
        for spec in self.specs:
            found.setdefault(spec.name, []).append(spec)
        return found

    @property
    def moduledoc(self) -> Value | None:
        """The value of `@moduledoc`."""
        return self.file.outline.attributes[self.data.doc].value if self.data.doc >= 0 else None

    @property
    def hidden(self) -> bool:
        """Whether it says `@moduledoc false`."""
        doc = self.moduledoc
        return isinstance(doc, values.Atom) and doc.name == "false"

    def attribute(self, name: str, before: int | None = None) -> Value | None:
        """Return the last value that an attribute is given (above an offset)."""
        found: Value | None = None
        for attribute in self.attributes:
            if attribute.name == name and (before is None or attribute.start < before):
                found = attribute.value
        return found

    @cached_property
    def effects(self) -> "Effects":
        """What its `use` lines and `@behaviour`s bring."""
        return self.file.project.effects(self)


@dataclass(frozen=True, eq=False)
class Function:
    """A function, macro, delegate or test with all its clauses."""

    file: File
    data: tables.Function

    @property
    def name(self) -> str:
        """The name."""
        return self.data.name

    @property
    def arity(self) -> int:
        """The greatest number of arguments."""
        return self.data.max_arity

    @property
    def label(self) -> str:
        """`name/arity`."""
        return self.data.label

    @property
    def module(self) -> Module:
        """The module that it stands in."""
        return self.file.modules[self.data.module]

    @property
    def clauses(self) -> tuple[tables.Clause, ...]:
        """Its clauses."""
        return self.data.clauses

    @property
    def span(self) -> Span:
        """Where its name first stands."""
        first = self.data.clauses[0]
        return self.file.at(first.name_start, first.name_end)

    @property
    def full_name(self) -> str:
        """`Module.name/arity`."""
        return f"{self.module.name}.{self.label}"

    @cached_property
    def key(self) -> tuple[str, int]:
        """What tells it from all other functions: path and index."""
        return self.file.path, self.data.index

    @cached_property
    def calls(self) -> tuple["Call", ...]:
        """The calls in its clauses, in order of evaluation."""
        own, calls = self.data.index, self.file.calls
        return tuple(
            call
            for clause in self.data.clauses
            for call in calls[slice(*clause.calls)]
            if call.data.function == own
        )

    @property
    def doc(self) -> Value | None:
        """The value of its `@doc`."""
        return self.file.outline.attributes[self.data.doc].value if self.data.doc >= 0 else None

    @property
    def hidden(self) -> bool:
        """Whether it says `@doc false`."""
        doc = self.doc
        return isinstance(doc, values.Atom) and doc.name == "false"

    @property
    def has_impl(self) -> bool:
        """Whether it says `@impl`."""
        return self.data.impl >= 0

    @property
    def is_callback(self) -> bool:
        """Whether a behaviour of its module asks for it."""
        asked = self.module.effects.callbacks
        if not asked:
            return False
        arities = range(self.data.min_arity, self.data.max_arity + 1)
        return any((self.name, arity) in asked for arity in arities)


class Call(Struct, frozen=True, eq=False):
    """One call, with its target resolved as far as that is possible."""

    file: File
    data: tables.Call

    @property
    def name(self) -> str:
        """The name of what is called."""
        return self.data.name

    @property
    def arity(self) -> int:
        """The number of arguments."""
        return len(self.data.args)

    @property
    def args(self) -> tuple[Value, ...]:
        """The arguments, a piped one first."""
        return self.data.args

    @property
    def target(self) -> str | None:
        """The module that is called: `Kernel` for what every module has, None where unknown."""
        return self.file.targets[self.data.index]

    @property
    def label(self) -> str:
        """`Module.name/arity` as resolved, or as written."""
        target = self.target
        prefix = f"{target}." if target and target != "Kernel" and self.data.on is not None else ""
        return f"{prefix}{self.name}/{self.arity}"

    @property
    def span(self) -> Span:
        """The whole call."""
        return self.file.at(self.data.start, self.data.end)

    @property
    def name_span(self) -> Span:
        """The name of the callee as written: `Repo.get`."""
        return self.file.at(self.data.name_start, self.data.name_end)

    @property
    def function(self) -> Function | None:
        """The function that it stands in, None at module level."""
        index = self.data.function
        return self.file.functions[index] if index >= 0 else None

    @property
    def module(self) -> Module | None:
        """The module that it stands in."""
        return self.file.modules[self.data.module] if self.data.module >= 0 else None

    @property
    def callee(self) -> Function | None:
        """The project's function that it reaches, None for others and where unknown."""
        target = self.target
        if target is None or target == "Kernel":
            return None
        return self.file.project.function(target, self.name, self.arity, self.file)


@dataclass(frozen=True)
class Effects:
    """What a module gets from others.

    `uses` are the modules used, directly or through a project's own `__using__`. `open`: something
    may have been added that cannot be seen, so nothing follows from an absence.
    """

    uses: frozenset[str] = frozenset()
    behaviours: frozenset[str] = frozenset()
    callbacks: frozenset[tuple[str, int]] = frozenset()
    imports: tuple[tables.Directive, ...] = ()
    known_imports: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    adds: frozenset[tuple[str, int]] = frozenset()
    process: str | None = None
    open: bool = False
    moduledoc: bool = False
