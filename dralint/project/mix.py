"""What `mix.exs` says, read as data and never run."""

from dataclasses import dataclass, field

from dralint.outline import Function, Outline
from dralint.outline.values import (
    Atom,
    AttrRead,
    Block,
    CallRef,
    Flow,
    ListOf,
    ModuleRef,
    Number,
    Op,
    String,
    TupleOf,
    Value,
)


@dataclass(frozen=True)
class Dependency:
    """A dependency as written; `path` is that of a path dependency, `only` its environments.

    `requirement` is the version that it asks for, such as `~> 3.0`. `source` is hex, path, git or
    umbrella. `compiled` is false where `runtime: false` keeps it out of the running system.
    """

    name: str
    path: str | None = None
    only: tuple[str, ...] = ()
    in_umbrella: bool = False
    requirement: str | None = None
    source: str = "hex"
    compiled: bool = True
    optional: bool = False
    override: bool = False


@dataclass(frozen=True)
class Mix:
    """The settings of one mix project that matter here.

    `covered_by` is the tool that `test_coverage` names, an empty text for the one of mix; None:
    nothing is said. `threshold` is the percentage that its summary asks for.
    """

    app: str | None = None
    callback: str | None = None
    apps_path: str | None = None
    elixirc_paths: tuple[str, ...] = ("lib",)
    test_paths: tuple[str, ...] = ("test",)
    deps: tuple[Dependency, ...] = ()
    test_pattern: str = "*_test.exs"
    covered_by: str | None = None
    threshold: float | None = None
    package: bool = False
    version: str | None = None
    elixir: str | None = None
    escript: bool = False
    open: bool = field(default=False, compare=False)


def read_mix(outline: Outline) -> Mix:
    """Return the settings; what is computed rather than written is left at its default."""
    look = _Evaluator(outline)
    project = look.function("project")
    application = look.function("application")
    deps = _deps(look, look.get(project, "deps"))
    paths = look.words(look.get(project, "elixirc_paths"))
    callback = look.get(application, "mod")
    module = None
    if isinstance(callback, TupleOf) and callback.items:
        first = look.value(callback.items[0])
        module = first.name if isinstance(first, ModuleRef) else None
    elif isinstance(callback, ModuleRef):
        module = callback.name
    cover = look.get(project, "test_coverage")
    tool = look.get(cover, "tool")
    least = look.get(look.get(cover, "summary"), "threshold")
    app = look.get(project, "app")
    return Mix(
        app=app.name if isinstance(app, Atom) else None,
        callback=module,
        apps_path=look.text(look.get(project, "apps_path")),
        elixirc_paths=tuple(dict.fromkeys(("lib", *paths))),
        test_paths=look.words(look.get(project, "test_paths")) or ("test",),
        test_pattern=look.text(look.get(project, "test_pattern")) or "*_test.exs",
        covered_by=tool.name if isinstance(tool, ModuleRef) else "" if cover is not None else None,
        threshold=float(least.text) if isinstance(least, Number) else None,
        deps=deps,
        package=look.get(project, "package") is not None,
        version=look.text(look.get(project, "version")),
        elixir=look.text(look.get(project, "elixir")),
        escript=look.get(project, "escript") is not None,
        open=project is None,
    )


class _Evaluator:
    """Follows local functions without arguments, attributes, `++` and `if` in one file."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._functions: dict[str, Function] = {}
        for function in outline.functions:
            self._functions.setdefault(function.name, function)
        self._attributes = {a.name: a.value for a in outline.attributes}

    def function(self, name: str, depth: int = 0) -> Value | None:
        """Return the evaluated result of the clauses of a function (lists are joined)."""
        function = self._functions.get(name)
        if function is None or depth > 8:
            return None
        found: list[Value] = []
        for clause in function.clauses:
            if clause.body is not None:
                value = self.value(clause.body, depth + 1)
                if isinstance(value, ListOf):
                    found.extend(value.items)
                elif len(function.clauses) == 1:
                    return value
        return ListOf(0, 0, tuple(found))

    def value(self, value: Value | None, depth: int = 0) -> Value | None:
        """Follow a value to a literal as far as this file says."""
        if depth > 8 or value is None:
            return value
        match value:
            case CallRef():
                call = self._outline.calls[value.call]
                if call.on is None and call.name in self._functions:
                    return self.function(call.name, depth)
                return value
            case AttrRead():
                return self.value(self._attributes.get(value.name), depth + 1)
            case Block() if value.items:
                return self.value(value.items[-1], depth + 1)
            case Op() if value.op in ("++", "||"):
                items: list[Value] = []
                for arg in value.args:
                    part = self.value(arg, depth + 1)
                    items.extend(part.items if isinstance(part, ListOf) else ())
                return ListOf(0, 0, tuple(items))
            case Flow():
                joined: list[Value] = []
                for arm in value.arms:
                    part = self.value(arm.body, depth + 1)
                    if not isinstance(part, ListOf):
                        return part
                    joined.extend(part.items)
                return ListOf(0, 0, tuple(joined))
            case _:
                return value

    def get(self, value: Value | None, key: str) -> Value | None:
        """Return the evaluated value under a key."""
        if isinstance(value, ListOf):
            for item in value.items:
                if isinstance(item, TupleOf) and len(item.items) == 2:
                    name, inner = item.items
                    if isinstance(name, Atom) and name.name == key:
                        return self.value(inner)
        return None

    def text(self, value: Value | None) -> str | None:
        """Return a string's text."""
        return value.text if isinstance(value, String) else None

    def words(self, value: Value | None) -> tuple[str, ...]:
        """Return the strings of a list."""
        items = value.items if isinstance(value, ListOf) else ()
        return tuple(item.text for item in items if isinstance(item, String))


def _deps(look: _Evaluator, value: Value | None) -> tuple[Dependency, ...]:
    found: list[Dependency] = []
    for entry in value.items if isinstance(value, ListOf) else ():
        item = look.value(entry)
        if not isinstance(item, TupleOf) or not item.items or not isinstance(item.items[0], Atom):
            continue
        options = item.items[-1]
        if not isinstance(options, ListOf):
            options = ListOf(0, 0, item.items[1:])
        only = look.get(options, "only")
        names = only.items if isinstance(only, ListOf) else (only,)
        umbrella = look.get(options, "in_umbrella")
        found.append(
            Dependency(
                item.items[0].name,
                look.text(look.get(options, "path")),
                tuple(name.name for name in names if isinstance(name, Atom)),
                _is(umbrella, "true"),
                look.text(item.items[1]) if len(item.items) > 1 else None,
                _source(look, options),
                not _is(look.get(options, "runtime"), "false"),
                _is(look.get(options, "optional"), "true"),
                _is(look.get(options, "override"), "true"),
            )
        )
    return tuple(found)


def _is(value: Value | None, name: str) -> bool:
    return isinstance(value, Atom) and value.name == name


def _source(look: _Evaluator, options: Value) -> str:
    """Return where a dependency comes from."""
    if look.get(options, "git") is not None or look.get(options, "github") is not None:
        return "git"
    if _is(look.get(options, "in_umbrella"), "true"):
        return "umbrella"
    return "path" if look.get(options, "path") is not None else "hex"
