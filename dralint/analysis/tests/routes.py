"""Routes: which module of the web layer answers a path, and which paths tests ask for."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from dralint.analysis.calls.inside import inside
from dralint.outline import Call as CallData
from dralint.outline.values import (
    Atom,
    AttrRead,
    CallRef,
    Interpolated,
    ListOf,
    ModuleRef,
    Op,
    Sigil,
    String,
    Value,
    Var,
    keyword,
)
from dralint.project import Call, File, Module, Project

_VERBS = frozenset("get post put patch delete options head connect trace match live".split())
_ASKS = frozenset("get post put patch delete options head live visit dispatch request".split())
_HELPERS = ("_path", "_url")
_REST = (
    ("get", (), "index"),
    ("get", ("new",), "new"),
    ("post", (), "create"),
    ("get", (":id",), "show"),
    ("get", (":id", "edit"), "edit"),
    ("patch", (":id",), "update"),
    ("put", (":id",), "update"),
    ("delete", (":id",), "delete"),
)
"""What `resources` declares."""
_ANY = "*"
"""A segment of a path that stands for anything."""


@dataclass(frozen=True)
class Route:
    """A path and what answers it: `action` is the function, None for any of the module.

    `open` matches every longer path too; `verb` is None where the route is for several.
    """

    segments: tuple[str, ...]
    module: str
    verb: str | None = None
    action: str | None = None
    open: bool = False

    def answers(self, asked: "Asked") -> bool:
        """Whether a request leads here."""
        path = asked.segments
        if len(path) != len(self.segments) and not (self.open and len(path) > len(self.segments)):
            return False
        if self.verb and asked.verb in _VERBS and asked.verb not in (self.verb, "live"):
            return self.verb == "live" and asked.verb == "get"
        return all(
            mine == his or mine.startswith((":", "*")) or his == _ANY
            for mine, his in zip(self.segments, path, strict=False)
        )


@dataclass(frozen=True)
class Asked:
    """A request of a test: a path, or the name of a path helper with its action."""

    verb: str
    segments: tuple[str, ...] = ()
    helper: str | None = None
    action: str | None = None


class Routes:
    """The routes of a project's routers, and the requests of its tests."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "Routes":
        """Return the routes of a project."""
        return cls(project)

    @cached_property
    def routers(self) -> tuple[Module, ...]:
        """The modules that declare routes."""
        return tuple(
            module
            for module in self._project.modules
            if module.file.is_code
            and (
                "Phoenix.Router" in module.effects.uses
                or (module.effects.open and module.name.endswith("Router"))
            )
        )

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """All routes, in the order of the source."""
        return tuple(route for router in self.routers for route in self._routes(router))

    @cached_property
    def modules(self) -> frozenset[str]:
        """The modules that a route leads to."""
        return frozenset(route.module for route in self.routes)

    def _routes(self, router: Module) -> Iterator[Route]:
        file = router.file
        for data in file.outline.calls:
            if data.module != router.data.index or data.function >= 0 or data.on is not None:
                continue
            if data.name not in _VERBS and data.name not in ("resources", "resource", "forward"):
                continue
            path = next((a for a in data.args if isinstance(a, String)), None)
            modules = [a for a in data.args if isinstance(a, ModuleRef)]
            if path is None or not modules:
                continue
            prefix, alias = self._scope(file, data.closure)
            name = self._full(alias, modules[0].name)
            segments = (*prefix, *_split(path.text))
            if data.name in ("resources", "resource"):
                for verb, rest, action in _declared(data):
                    yield Route((*segments, *rest), name, verb, action)
            elif data.name == "forward":
                yield Route(segments, name, open=True)
            else:
                named = next((a.name for a in data.args[2:3] if isinstance(a, Atom)), None)
                known = named if data.name != "live" else None
                yield Route(segments, name, data.name, known)

    def _full(self, alias: str, name: str) -> str:
        scoped = f"{alias}.{name}" if alias else name
        return name if not self._project.defines(scoped) and self._project.defines(name) else scoped

    def _scope(self, file: File, closure: int) -> tuple[tuple[str, ...], str]:
        """Return the path and the alias of the `scope`s and `resources` around a route."""
        prefix: tuple[str, ...] = ()
        aliases: list[str] = []
        while closure >= 0:
            found = file.outline.closures[closure]
            for index, _ in found.uses:
                call = file.outline.calls[index]
                path = next((a for a in call.args if isinstance(a, String)), None)
                path = path or keyword(call.args[0] if call.args else None, "path")  # type: ignore[assignment]
                if call.name == "scope":
                    alias = next((a for a in call.args if isinstance(a, ModuleRef)), None)
                    named = alias or next(
                        (k for a in call.args if (k := keyword(a, "alias")) is not None), None
                    )
                    if isinstance(named, ModuleRef):
                        aliases.insert(0, named.name)
                    if isinstance(path, String):
                        prefix = (*_split(path.text), *prefix)
                elif call.name == "resources" and isinstance(path, String):
                    prefix = (*_split(path.text), ":id", *prefix)
            closure = found.parent
        return prefix, ".".join(aliases)

    @cached_property
    def requested(self) -> frozenset[tuple[str, str | None]]:
        """What tests reach by a request: modules, each with a function, or None for any."""
        found: set[tuple[str, str | None]] = set()
        for asked in self._asked:
            if asked is None:
                continue
            if asked.helper is not None:
                named = (module for module in self.modules if _helped(asked.helper, module))
                found.update((module, asked.action) for module in named)
            else:
                near = (*self._near(asked.segments), *self._open)
                answering = (route for route in near if route.answers(asked))
                found.update((route.module, route.action) for route in answering)
        return frozenset(found)

    def _near(self, asked: tuple[str, ...]) -> Iterator[Route]:
        """Yield the routes that are as long as a path and may begin like it."""
        begins = self._by_start[len(asked)]
        first = asked[0] if asked else ""
        for start in begins if first == _ANY else (first, _ANY):
            yield from begins.get(start, ())

    def is_asked_in_vain(self, call: Call) -> bool:
        """Whether a call of a test asks for a path that no route of these answers."""
        asked = [a for a in _requests(call) if a is not None and a.helper is None]
        return any(
            not any(route.answers(each) for route in (*self._near(each.segments), *self._open))
            for each in asked
        )

    @cached_property
    def _by_start(self) -> dict[int, dict[str, list[Route]]]:
        """The routes by the number of their segments and the first, `*` for any."""
        found: dict[int, dict[str, list[Route]]] = defaultdict(dict)
        for route in self.routes:
            first = route.segments[0] if route.segments else ""
            start = _ANY if first.startswith((":", "*")) else first
            found[len(route.segments)].setdefault(start, []).append(route)
        return found

    @cached_property
    def _open(self) -> list[Route]:
        return [route for route in self.routes if route.open]

    @cached_property
    def unknown_requests(self) -> bool:
        """Whether some test asks for a path that cannot be read."""
        return None in self._asked

    @cached_property
    def _asked(self) -> frozenset[Asked | None]:
        """The requests of tests, and None for those whose path is unknown."""
        found: set[Asked | None] = set()
        for file in self._project.files:
            if file.is_test:
                verified = "sigil_p" in file.outline.applied
                for data in file.outline.calls:
                    if (
                        data.name in _ASKS
                        or data.name.endswith(_HELPERS)
                        or (verified and Sigil in map(type, data.args))
                    ):
                        found.update(_requests(file.call(data.index)))
        return frozenset(found)


def _declared(data: CallData) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield what `resources` or `resource` declares, as its options choose."""
    options = data.args[2] if len(data.args) > 2 else None
    only, besides = (_actions(keyword(options, word)) for word in ("only", "except"))
    single = keyword(options, "singleton")
    one = data.name == "resource" or (isinstance(single, Atom) and single.name == "true")
    param = keyword(options, "param")
    name = f":{param.text}" if isinstance(param, String) else ":id"
    for verb, rest, action in _REST:
        if only is not None and action not in only:
            continue
        if besides is not None and action in besides:
            continue
        # The index lists several; one alone has no identity in its path.
        if one and action != "index":
            yield verb, tuple(part for part in rest if part != ":id"), action
        elif not one:
            yield verb, tuple(name if part == ":id" else part for part in rest), action


def _actions(value: Value | None) -> frozenset[str] | None:
    """Return the actions of a literal list, None where there is none to read."""
    match value:
        case ListOf():
            return frozenset(item.name for item in value.items if isinstance(item, Atom))
        case Sigil(name="w"):
            return frozenset(value.text.split())
        case _:
            return None


def _requests(call: Call) -> Iterator[Asked | None]:
    """Yield the requests that a call makes or prepares."""
    name = call.name
    if name.endswith(_HELPERS) and call.arity > 1:
        action = call.args[1]
        yield Asked("", (), name, action.name if isinstance(action, Atom) else None)
        return
    asks = name in _ASKS and call.data.on is None and call.callee is None
    for arg in call.args[:2] if asks else call.args:
        path = _read(call.file, arg) if asks else _verified(arg)
        if path is not None:
            yield Asked(name, path)
            return
    if asks and call.arity > 1 and not _is_helper(call, call.args[1]):
        yield None


def _is_helper(call: Call, value: Value) -> bool:
    if isinstance(value, CallRef):
        return call.file.outline.calls[value.call].name.endswith(_HELPERS)
    return not isinstance(value, Var | AttrRead | Op)


def _read(file: File, value: Value, depth: int = 0) -> tuple[str, ...] | None:
    match value:
        case String() if value.text.startswith("/"):
            return _split(value.text)
        case Interpolated():
            return _pieces(value.parts)
        case Sigil(name="p"):
            return _verified(value)
        case AttrRead() if depth < 2:
            for attribute in file.outline.attributes:
                if attribute.name == value.name and attribute.value is not None:
                    return _read(file, attribute.value, depth + 1)
        case Op(op="<>"):
            return _pieces(value.args)
        case Var() if depth < 2:
            return _bound(file, value, depth)
        case _:
            pass
    return None


def _bound(file: File, variable: Var, depth: int) -> tuple[str, ...] | None:
    """Return the path that a variable is bound to in its function."""
    for function in file.outline.functions:
        for clause in function.clauses:
            if clause.start <= variable.start < clause.end:
                for value in inside(file.outline, clause.body):
                    if isinstance(value, Op) and value.op == "=" and len(value.args) == 2:
                        left = value.args[0]
                        if isinstance(left, Var) and left.name == variable.name:
                            return _read(file, value.args[1], depth + 1)
    return None


def _verified(value: Value) -> tuple[str, ...] | None:
    """Return the path in `~p"/users/#{id}"`."""
    if not isinstance(value, Sigil) or value.name != "p":
        return None
    return _split(re.sub(r"#\{.*?\}", _ANY, value.text))


def _pieces(parts: tuple[Value, ...]) -> tuple[str, ...] | None:
    if not parts or not isinstance(parts[0], String) or not parts[0].text.startswith("/"):
        return None
    return _split("".join(p.text if isinstance(p, String) else _ANY for p in parts))


@lru_cache(maxsize=4096)
def _split(path: str) -> tuple[str, ...]:
    path = re.split(r"[?#]", path)[0] if "#{" not in path else path
    return tuple(
        _ANY if _ANY in part and len(part) > 1 and not part.startswith("*") else part
        for part in path.strip("/").split("/")
        if part
    )


def _helped(helper: str, module: str) -> bool:
    """Whether a path helper such as `admin_user_path` names a controller or LiveView."""
    base = re.sub(r"(Controller|Live)$", "", module.rpartition(".")[2])
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", base).lower()
    parts = [p.lower() for p in module.split(".")[1:-1]]
    name = re.sub(r"_(path|url)$", "", helper)
    words = "_".join([*parts, snake])
    return (
        name == snake
        or name.endswith(f"_{snake}")
        or words.endswith(name)
        or snake.startswith(f"{name}_")
    )
