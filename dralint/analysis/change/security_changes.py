"""SecurityChanges: plugs, options and checks that protect, and that a change takes away."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.calls.inside import inside
from dralint.analysis.change.change import Change
from dralint.analysis.change.joining import listed
from dralint.analysis.change.passing import Passing, plugs_of
from dralint.analysis.evidence.base import Base
from dralint.finding import ERROR, WARNING
from dralint.outline.values import Atom, ListOf, TupleOf
from dralint.project import File, Module, Project
from dralint.text import Span

GATE = "gate-security-weakened"
_PROTECTS = (
    "protect_from_forgery",
    "put_secure_browser_headers",
    "fetch_current_user",
    "require_",
    "ensure_",
    "authenticate",
    "authorize",
    "verify_",
    "check_",
)
"""How plugs begin that keep somebody out."""
_MODULES = ("Auth", "Guardian", "RateLimit", "SSL", "CSRF", "Csrf", "ContentSecurityPolicy")
"""What the names of modules hold that are such plugs."""
_OPTIONS = {
    "verify": ("verify_peer", "verify_none"),
    "secure": ("true", "false"),
    "http_only": ("true", "false"),
    "check_origin": ("true", "false"),
    "force_ssl": ("true", "false"),
}
"""Options with a value that protects and one that does not."""


class SecurityChanges:
    """What a change takes from the protection of a project."""

    def __init__(self, project: Project, base: Base, passing: Passing) -> None:
        self._project = project
        self._base = base
        self._passing = passing

    @classmethod
    def of(cls, project: Project, base: Base, passing: Passing) -> "SecurityChanges":
        """Return what a change takes from the protection; nothing where there is no base."""
        return cls(project, base, passing)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes by module, then by file."""
        if not self._base.compares:
            return ()
        return (*self._plugs(), *self._options())

    def _plugs(self) -> Iterator[Change]:
        yield from self._routes()
        known = {router for router, _, _ in self._base.ask(Passing).by_route}
        for old in self._base.project.modules:
            new = self._project.module(old.name)
            if new is None or old.name in known or not old.file.is_code:
                continue
            if self._base.is_changed(old.file.path):
                yield from _taken(old, new)

    def _routes(self) -> Iterator[Change]:
        """Yield the plugs that requests no longer pass on the way to a route that is there still.

        A plug that moved into another pipeline of the same routes is no change.
        """
        then = self._base.ask(Passing).by_route
        lost: dict[tuple[str, str, tuple[str, ...]], list[str]] = defaultdict(list)
        for (router, verb, path), before in then.items():
            after = self._passing.by_route.get((router, verb, path))
            if after is None:
                continue
            fresh = tuple(sorted(name for name in after - before if _protects(name)))
            for name in sorted(before - after):
                if _protects(name):
                    lost[router, name, fresh].append(f"{verb.upper()} /{path}")
        for (router, name, fresh), addresses in lost.items():
            module = self._project.module(router)
            if module is not None:
                where = f" for {listed(addresses)}"
                yield _unplugged(router, name, list(fresh), where, module.span)

    def _options(self) -> Iterator[Change]:
        for file in self._base.project.files:
            new = self._project.by_path.get(file.path)
            if new is None or file.is_test or not self._base.is_changed(file.path):
                continue
            before, after = ({k: len(v) for k, v in _options_in(f).items()} for f in (file, new))
            for (key, value), places in _options_in(new).items():
                good, bad = _OPTIONS[key]
                grown = len(places) > before.get((key, bad), 0)
                if (
                    value == bad
                    and grown
                    and after.get((key, good), 0) < before.get((key, good), 0)
                ):
                    yield Change(
                        GATE, f"{file.path} {key}", good, bad,
                        f"`{key}` is `{bad}` now; it was `{good}`", new.at(*places[-1]),
                        severity=WARNING,
                    )  # fmt: skip


def _protects(name: str) -> bool:
    return name.startswith(_PROTECTS) or any(word in name for word in _MODULES)


def _taken(old: Module, new: Module) -> Iterator[Change]:
    """Yield the plugs of a module that it no longer has, in the same pipeline or in none."""
    before, after = plugs_of(old), plugs_of(new)
    names, pipelines = {name for _, name in after}, {pipeline for pipeline, _ in after}
    for pipeline, name in sorted(before - after):
        # A plug that stands in another pipeline, or whose pipeline is gone, moved.
        moved = name in names and (pipeline not in pipelines or not pipeline)
        if not moved and _protects(name):
            fresh = sorted(n for p, n in after - before if p == pipeline and _protects(n))
            where = f" in the pipeline `{pipeline}`" if pipeline else ""
            yield _unplugged(old.name, name, fresh, where, new.span)


def _unplugged(module: str, name: str, fresh: list[str], where: str, span: Span) -> Change:
    instead = f", but `{', '.join(fresh)}`" if fresh else ""
    return Change(
        GATE, f"{module} {name}", f"plug {name}{where}", ", ".join(fresh) or None,
        f"`{module}` no longer plugs `{name}`{where}{instead}", span,
        severity=WARNING if fresh else ERROR,
    )  # fmt: skip


def _options_in(file: File) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Return the options of a file that protect or do not, and where each stands."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for call in file.outline.calls:
        for value in inside(file.outline, *(a for a in call.args if isinstance(a, ListOf))):
            if isinstance(value, TupleOf) and len(value.items) == 2:
                key, said = value.items
                if not (isinstance(key, Atom) and isinstance(said, Atom)):
                    continue
                place = (value.start, value.end)
                known = said.name in _OPTIONS.get(key.name, ())
                if known and place not in found[key.name, said.name]:
                    found[key.name, said.name].append(place)
    return found
