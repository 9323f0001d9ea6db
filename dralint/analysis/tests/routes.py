"""Routes: which module of the web layer answers a path, and which paths tests ask for."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from dralint.analysis.tests.requests import ANY, Asked, may_request, requests_of, split
from dralint.outline import Call as CallData
from dralint.outline.values import (
    Atom,
    ListOf,
    ModuleRef,
    Sigil,
    String,
    Value,
    keyword,
)
from dralint.project import Call, File, Module, Project

_VERBS = frozenset("get post put patch delete options head connect trace match live".split())
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


@dataclass(frozen=True)
class Route:
    """A path and what answers it: `action` is the function, None for any of the module.

    `open` matches every longer path too; `verb` is None where the route is for several. `router`
    and `at` say where it is declared: in which module, in which closure and at which offset.
    """

    segments: tuple[str, ...]
    module: str
    verb: str | None = None
    action: str | None = None
    open: bool = False
    router: str = field(default="", compare=False)
    at: tuple[int, int] = field(default=(-1, -1), compare=False)

    def answers(self, asked: "Asked") -> bool:
        """Whether a request leads here."""
        path = asked.segments
        if len(path) != len(self.segments) and not (self.open and len(path) > len(self.segments)):
            return False
        if self.verb and asked.verb in _VERBS and asked.verb not in (self.verb, "live"):
            return self.verb == "live" and asked.verb == "get"
        return all(
            mine == his or mine.startswith((":", "*")) or his == ANY
            for mine, his in zip(self.segments, path, strict=False)
        )


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
        return tuple(
            replace(route, router=router.name, at=at)
            for router in self.routers
            for route, at in self._routes(router)
        )

    @cached_property
    def modules(self) -> frozenset[str]:
        """The modules that a route leads to."""
        return frozenset(route.module for route in self.routes)

    def _routes(self, router: Module) -> Iterator[tuple[Route, tuple[int, int]]]:
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
            segments = (*prefix, *split(path.text))
            at = (data.closure, data.start)
            if data.name in ("resources", "resource"):
                for verb, rest, action in _declared(data):
                    yield Route((*segments, *rest), name, verb, action), at
            elif data.name == "forward":
                yield Route(segments, name, open=True), at
            else:
                named = next((a.name for a in data.args[2:3] if isinstance(a, Atom)), None)
                known = named if data.name != "live" else None
                yield Route(segments, name, data.name, known), at

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
                        prefix = (*split(path.text), *prefix)
                elif call.name == "resources" and isinstance(path, String):
                    prefix = (*split(path.text), ":id", *prefix)
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
        for start in begins if first == ANY else (first, ANY):
            yield from begins.get(start, ())

    def is_asked_in_vain(self, call: Call) -> bool:
        """Whether a call of a test asks for a path that no route of these answers."""
        asked = [a for a in requests_of(call) if a is not None and a.helper is None]
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
            start = ANY if first.startswith((":", "*")) else first
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
                    if may_request(data, verified):
                        found.update(requests_of(file.call(data.index)))
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
