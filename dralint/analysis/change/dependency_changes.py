"""DependencyChanges: what a change does to the dependencies of a project and to their lock."""

import re
from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.calls.inside import inside
from dralint.analysis.change.change import Change
from dralint.analysis.evidence.base import Base
from dralint.finding import ERROR, INFO, WARNING
from dralint.outline.values import Atom, TupleOf
from dralint.project import App, Project
from dralint.project.mix import Dependency
from dralint.text import Span

MAJOR = frozenset(
    """
    phoenix phoenix_live_view ash ash_postgres ash_phoenix oban broadway absinthe commanded nx exla
    rustler kafka_ex brod ecto ecto_sql postgrex myxql tds ecto_sqlite3 exqlite mongodb_driver redix
    amqp nebulex cachex horde libcluster swarm finch hackney gun tesla cowboy bandit quantum
    guardian pow ueberauth bcrypt_elixir argon2_elixir
    """.split()
)
"""Dependencies that shape a system: frameworks, stores, transports, what runs processes or C."""
MANY = 10
"""More new packages than this in the lock are a change of their own."""
_LOCKED = re.compile(
    r'^\s*"(?P<name>[\w-]+)":\s*\{:(?P<kind>\w+),\s*(?:"(?P<url>[^"]*)"|:(?P<app>\w+)),\s*'
    r'"(?P<version>[^"]*)"',
    re.M,
)


class DependencyChanges:
    """What a change does to the dependencies."""

    def __init__(self, project: Project, base: Base) -> None:
        self._project = project
        self._base = base

    @classmethod
    def of(cls, project: Project, base: Base) -> "DependencyChanges":
        """Return what a change does to the dependencies; nothing where there is no base."""
        return cls(project, base)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes, in the order of the applications and of their dependencies."""
        if not self._base.compares or not self._base.project.rooted:
            return ()
        before = {app.root: app for app in self._base.project.apps}
        everywhere = {d.name for app in before.values() for d in app.mix.deps}
        still = {d.name for app in self._project.apps for d in app.mix.deps}
        found: list[Change] = []
        for app in self._project.apps:
            old = before.get(app.root)
            if old is not None and not (app.mix.open or old.mix.open):
                found += self._of(old, app, everywhere, still)
        return (*found, *self._lock())

    def _of(self, old: App, new: App, everywhere: set[str], still: set[str]) -> Iterator[Change]:
        before = {d.name: d for d in old.mix.deps}
        after = {d.name: d for d in new.mix.deps}
        for name, dep in after.items():
            was = before.get(name)
            if was is None:
                # What a sibling of the umbrella has already is no new dependency of the system.
                if name not in everywhere and not _inner(dep):
                    yield self._added(dep, new)
            elif not (_inner(was) and _inner(dep)):
                yield from self._changed(was, dep, new)
        for name, was in before.items():
            if name not in after and name not in still and not _inner(was):
                yield Change(
                    "gate-dependency-removed",
                    name,
                    _words(was),
                    None,
                    f"the dependency `{name}` is gone",
                    self._place(new, None),
                    severity=WARNING if _runs(was) else INFO,
                )

    def _added(self, dep: Dependency, app: App) -> Change:
        reason = None
        if dep.source == "git":
            reason = "from git"
        elif dep.override:
            reason = "with `override: true`"
        elif dep.name in MAJOR:
            reason = "one that shapes the system"
        severity = INFO if not _runs(dep) or dep.optional else WARNING
        place = self._place(app, dep.name)
        if severity is WARNING and reason:
            return Change(
                "gate-dependency-added", dep.name, None, _words(dep),
                f"the dependency `{dep.name}` is new: {reason}", place,
            )  # fmt: skip
        where = "" if _runs(dep) else " (it does not run in production)"
        return Change(
            "gate-dependency-added", dep.name, None, _words(dep),
            f"the dependency `{dep.name}` is new{where}", place, severity=severity,
        )  # fmt: skip

    def _changed(self, was: Dependency, dep: Dependency, app: App) -> Iterator[Change]:
        place = self._place(app, dep.name)
        if was.source != dep.source or (dep.override and not was.override):
            where = f"{dep.source}, with `override: true`" if dep.override else dep.source
            back = dep.source == "hex" and not dep.override
            yield Change(
                "gate-dependency-source", dep.name, _words(was), _words(dep),
                f"the dependency `{dep.name}` comes from {where} now; it was {was.source}", place,
                severity=INFO if back or not _runs(dep) else WARNING,
            )  # fmt: skip
        if was.requirement and _loose(dep.requirement) and not _loose(was.requirement):
            yield Change(
                "gate-dependency-unlocked", dep.name, was.requirement, dep.requirement,
                f"`{dep.name}` takes any version now; it asked for `{was.requirement}`", place,
                severity=ERROR if _runs(dep) else INFO,
            )  # fmt: skip
        (least, most), (new_least, new_most) = _range(was.requirement), _range(dep.requirement)
        if most and new_most and most < new_most and was.source == dep.source:
            # Where the old versions still do, nobody has to follow.
            forced = least is not None and new_least is not None and least < new_least
            yield Change(
                "gate-dependency-major-bump", dep.name, was.requirement, dep.requirement,
                f"`{dep.name}` goes from `{was.requirement}` to `{dep.requirement}`", place,
                severity=WARNING if forced and _runs(dep) else INFO,
            )  # fmt: skip
        if not _runs(was) and _runs(dep) and not dep.optional:
            yield Change(
                "gate-dependency-added", dep.name, _words(was), _words(dep),
                f"the dependency `{dep.name}` runs in production now", place, severity=WARNING,
            )  # fmt: skip

    def _lock(self) -> Iterator[Change]:
        old, new = self._base.papers.get("mix.lock"), self._base.new_papers.get("mix.lock")
        root = self._project.root_mix
        if old is None or root is None:
            return
        if new is None:
            yield Change(
                "gate-dependency-unlocked", "mix.lock", "mix.lock", None,
                "`mix.lock` is gone: every build may take other versions", root.span,
            )  # fmt: skip
            return
        before, after = _locked(old.text), _locked(new.text)
        fresh = sorted(after.keys() - before.keys())
        if len(fresh) > MANY:
            yield Change(
                "gate-dependency-added", "mix.lock", None, ", ".join(fresh),
                f"{len(fresh)} packages are new in `mix.lock`", root.span, severity=WARNING,
            )  # fmt: skip
        asked = {d.name for app in self._project.apps for d in app.mix.deps if _runs(d)}
        told = {
            d.name: d.requirement
            for app in self._base.project.apps
            for d in app.mix.deps
        }  # fmt: skip
        now = {d.name: d.requirement for app in self._project.apps for d in app.mix.deps}
        for name in sorted(asked & before.keys() & after.keys()):
            one, two = _numbers(before[name]), _numbers(after[name])
            # What the requirement already tells is not told again.
            if one and two and one < two and _range(told.get(name))[0] == _range(now.get(name))[0]:
                app = next(a for a in self._project.apps if name in {d.name for d in a.mix.deps})
                yield Change(
                    "gate-dependency-major-bump", name, before[name], after[name],
                    f"`{name}` goes from {before[name]} to {after[name]} in `mix.lock`",
                    self._place(app, name),
                    # The lock of a library binds nobody who uses it.
                    severity=INFO if app.mix.package else WARNING,
                )  # fmt: skip

    def _place(self, app: App, name: str | None) -> Span:
        """Return where a dependency stands in the `mix.exs` of an application."""
        file = next((f for f in self._project.files if f.kind == "mix" and f.app is app), None)
        if file is None:
            return self._project.files[0].span
        if name is not None:
            bodies = [c.body for f in file.functions for c in f.clauses]
            for value in inside(file.outline, *bodies):
                if isinstance(value, TupleOf) and value.items:
                    first = value.items[0]
                    if isinstance(first, Atom) and first.name == name:
                        return file.place(first)
        return file.span


def _inner(dep: Dependency) -> bool:
    return dep.source in ("path", "umbrella")


def _runs(dep: Dependency) -> bool:
    """Whether a dependency is a part of the running system."""
    return dep.compiled and (not dep.only or "prod" in dep.only)


def _words(dep: Dependency) -> str:
    words = [dep.requirement or dep.source]
    words += [f"only {', '.join(dep.only)}"] if dep.only else []
    words += ["override"] if dep.override else []
    return " ".join(words)


def _loose(requirement: str | None) -> bool:
    return requirement is not None and re.fullmatch(r">=\s*0(\.0)*(-0)?", requirement) is not None


def _numbers(version: str) -> tuple[int, ...] | None:
    """Return the part of a version whose rise breaks: the first number, below 1.0 the second."""
    found = re.match(r"(\d+)(?:\.(\d+))?", version)
    if found is None:
        return None
    return (int(found[1]),) if int(found[1]) else (0, int(found[2] or 0))


def _range(
    requirement: str | None,
) -> tuple[tuple[int, ...] | None, tuple[int, ...] | None]:
    """Return the least and the greatest such part that a requirement allows, where it says so."""
    parts = re.findall(r"(<=?|>=?|~>|==)?\s*(\d+(?:\.\d+)*)", requirement or "")
    read = [(sign, _numbers(number)) for sign, number in parts]
    known = [numbers for _, numbers in read if numbers]
    least = [numbers for sign, numbers in read if numbers and not sign.startswith("<")]
    return min(least, default=None), max(known, default=None)


def _locked(text: str) -> dict[str, str]:
    return {
        found["name"]: found["version"]
        for found in _LOCKED.finditer(text)
        if found["kind"] == "hex"
    }
