"""OuterChanges: what a change does to those outside: routes, the environment, stored data."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.change.change import Change
from dralint.analysis.change.joining import MANY, listed
from dralint.analysis.change.module_moves import ModuleMoves
from dralint.analysis.evidence.base import Base
from dralint.analysis.tests.routes import Routes
from dralint.finding import INFO
from dralint.outline.values import Atom, CallRef, ModuleRef, String, keyword
from dralint.project import Call, Project
from dralint.text import Span

_ENV = ("fetch_env!", "get_env", "fetch_env")
_GONE = re.compile(
    r"\s*(DROP\s+(TABLE|SCHEMA)|TRUNCATE|DELETE\s+FROM|ALTER\s+TABLE\b.*\bDROP\s+COLUMN)",
    re.I | re.S,
)
"""How a statement begins that takes stored data away; a function only holds such a one."""
_NEAR = 24
"""Between a variable that is read and the `raise` behind it stands `||`, not more."""


class OuterChanges:
    """What a change does to those outside of the code."""

    def __init__(self, project: Project, base: Base, routes: Routes, moves: ModuleMoves) -> None:
        self._project = project
        self._base = base
        self._routes = routes
        self._moves = moves

    @classmethod
    def of(cls, project: Project, base: Base, routes: Routes, moves: ModuleMoves) -> "OuterChanges":
        """Return what a change does outside; nothing where there is no base."""
        return cls(project, base, routes, moves)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes: routes, variables of the environment, migrations."""
        if not self._base.compares:
            return ()
        return (*self._paths(), *self._environment(), *self._migrations())

    def _paths(self) -> Iterator[Change]:
        then = self._base.ask(Routes)
        if not any(self._base.is_changed(router.file.path) for router in then.routers):
            return
        if not self._routes.routers:
            return
        new = {_address(r.verb, r.segments) for r in self._routes.routes}
        routers = self._routes.routers
        router = next((r for r in routers if self._base.is_changed(r.file.path)), routers[0])
        gone: dict[str, list[str]] = defaultdict(list)
        places: dict[str, Span] = {}
        for route in then.routes:
            shown = f"{(route.verb or 'any').upper()} /{'/'.join(route.segments)}"
            known = _address(route.verb, route.segments) in new
            if not known and shown not in gone[route.module]:
                gone[route.module].append(shown)
                owner = self._project.module(self._moves.new_name(route.router))
                places.setdefault(route.module, owner.span if owner else router.span)
        kept = {route.module for route in self._routes.routes}
        for module, addresses in gone.items():
            if not addresses:
                continue
            if len(addresses) > 1 and self._moves.new_name(module) not in kept:
                yield Change(
                    "gate-http-route", module, ", ".join(addresses), None,
                    f"the routes of `{module}` are gone: {', '.join(addresses[:4])}"
                    + (f" and {len(addresses) - 4} more" if len(addresses) > 4 else ""),
                    places[module],
                )  # fmt: skip
                continue
            for address in addresses:
                yield Change(
                    "gate-http-route", address, module, None,
                    f"the route `{address}` of `{module}` is gone", places[module],
                )  # fmt: skip

    def _environment(self) -> Iterator[Change]:
        before, after = _asked(self._base.project), _asked(self._project)
        known, read = _read(self._base.project), _read(self._project)
        for name in sorted(after.keys() - before.keys()):
            yield Change(
                "gate-config-contract", name, "optional" if name in known else None, "required",
                f"nothing starts without the variable `{name}` now", after[name].span,
            )  # fmt: skip
        root = self._project.root_mix
        for name in sorted(known - read):
            if root is not None:
                yield Change(
                    "gate-config-contract", name, "read", None,
                    f"the variable `{name}` is no longer read", root.span, severity=INFO,
                )  # fmt: skip

    def _migrations(self) -> Iterator[Change]:
        # One that only lies in another folder now has run.
        known = {
            f.path.rpartition("/")[2] for f in self._base.project.files if f.kind == "migration"
        }
        for file in self._project.files:
            if file.kind != "migration" or file.path.rpartition("/")[2] in known:
                continue
            name = file.path.rpartition("/")[2].removesuffix(".exs")
            added = {_column(call) for call in file.calls if call.name == "add"}
            found: dict[tuple[str, str], list[tuple[str, Call]]] = defaultdict(list)
            for call in file.calls:
                function = call.function
                if function is None or function.name not in ("up", "change"):
                    continue
                # A column of this migration is filled before it is required.
                own = call.name == "modify" and _column(call) in added
                what = None if own else _destroys(call)
                if what is not None:
                    verb, thing, rest = what.split("`", 2)
                    found[verb, rest].append((thing, call))
            for (verb, rest), sites in found.items():
                # A migration that renames all columns of a table does one thing.
                several = len(sites) > MANY
                for part in [sites] if several else [[site] for site in sites]:
                    things = [thing for thing, _ in part]
                    subject = str(len(things)) if several else f"`{things[0]}`"
                    yield Change(
                        "gate-migration-destructive", f"{name}: {verb}{subject}{rest}",
                        None, f"{verb}{', '.join(things)}{rest}",
                        f"the migration {verb}{listed(things)}{rest}", part[0][1].span,
                    )  # fmt: skip


def _address(verb: str | None, segments: tuple[str, ...]) -> str:
    # The name of a parameter is nothing that a client sees.
    path = "/".join(":" if part.startswith(":") else part for part in segments)
    # A live view answers a plain request too.
    return f"{'GET' if verb == 'live' else (verb or 'any').upper()} /{path}"


def _asked(project: Project) -> dict[str, Call]:
    """Return the variables of the environment without which something raises."""
    found: dict[str, Call] = {}
    for call in project.calls_to("System.fetch_env!/1"):
        if not _off(call) and isinstance(call.args[0], String):
            found.setdefault(call.args[0].text, call)
    for call in project.calls_to("System.get_env/1"):
        if _off(call) or not isinstance(call.args[0], String):
            continue
        following = call.file.outline.calls[call.data.index + 1 : call.data.index + 3]
        if any(c.name == "raise" and 0 < c.start - call.data.end <= _NEAR for c in following):
            found.setdefault(call.args[0].text, call)
    return found


def _read(project: Project) -> set[str]:
    return {
        call.args[0].text
        for name in _ENV
        for call in project.calls_to(f"System.{name}/*")
        if call.args and isinstance(call.args[0], String) and not _off(call)
    }


def _off(call: Call) -> bool:
    """Whether a call runs only for tests, scripts and tasks."""
    return call.file.kind in ("test", "support", "task", "script", "mix")


def _destroys(call: Call) -> str | None:
    """Return what a call of a migration takes away, None where it takes nothing."""
    first = call.args[0] if call.args else None
    table = _table(call)
    match call.name:
        case "drop" | "drop_if_exists":
            made = call.file.call(first.call) if isinstance(first, CallRef) else None
            if made is not None and made.name == "table":
                return f"drops the table `{_name(made)}`"
        case "remove" | "remove_if_exists" if table:
            return f"removes `{table}.{_word(first)}`"
        case "rename":
            made = call.file.call(first.call) if isinstance(first, CallRef) else None
            if made is not None and made.name == "table":
                column = f".{_word(call.args[1])}" if len(call.args) > 2 else ""
                return f"renames `{_name(made)}{column}`"
        case "modify" if table and len(call.args) > 1:
            options = call.args[2] if len(call.args) > 2 else None
            if isinstance(keyword(options, "null"), Atom) and _false(options):
                return f"makes `{table}.{_word(first)}` required"
            was = keyword(options, "from")
            if isinstance(was, Atom) and isinstance(call.args[1], Atom):
                same = was.name == call.args[1].name
                return None if same else f"changes the type of `{table}.{_word(first)}`"
        case "add" if table and len(call.args) > 2:
            if _false(call.args[2]) and keyword(call.args[2], "default") is None:
                return f"adds `{table}.{_word(first)}`, required and without a default"
        case "execute" if isinstance(first, String) and _GONE.match(first.text):
            return f"runs `{' '.join(first.text.split())[:60]}`"
    return None


def _column(call: Call) -> tuple[str | None, str]:
    """Return the table and the column that a call adds or changes."""
    return _table(call), _word(call.args[0] if call.args else None)


def _false(options: object) -> bool:
    said = keyword(options, "null")  # type: ignore[arg-type]
    return isinstance(said, Atom) and said.name == "false"


def _word(value: object) -> str:
    return value.name if isinstance(value, Atom | ModuleRef) else "?"


def _name(made: Call) -> str:
    first = made.args[0] if made.args else None
    return first.text if isinstance(first, String) else _word(first)


def _table(call: Call) -> str | None:
    """Return the table that an `alter` around a call changes; None outside of one."""
    at = call.data.closure
    while at >= 0:
        closure = call.file.outline.closures[at]
        for index, _ in closure.uses:
            outer = call.file.call(index)
            if outer.name == "alter" and outer.args and isinstance(outer.args[0], CallRef):
                return _name(call.file.call(outer.args[0].call))
        at = closure.parent
    return None
