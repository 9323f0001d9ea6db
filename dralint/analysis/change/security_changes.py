"""SecurityChanges: plugs, options and checks that protect, and that a change takes away."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.calls.inside import inside
from dralint.analysis.change.change import Change
from dralint.analysis.evidence.base import Base
from dralint.finding import CERTAIN, ERROR, POSSIBLE, WARNING
from dralint.outline.values import Atom, ListOf, ModuleRef, TupleOf
from dralint.project import Call, File, Module, Project

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

    def __init__(self, project: Project, base: Base) -> None:
        self._project = project
        self._base = base

    @classmethod
    def of(cls, project: Project, base: Base) -> "SecurityChanges":
        """Return what a change takes from the protection; nothing where there is no base."""
        return cls(project, base)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes by module, then by file."""
        if not self._base.compares:
            return ()
        return (*self._plugs(), *self._options())

    def _plugs(self) -> Iterator[Change]:
        for old in self._base.project.modules:
            if not old.file.is_code or not self._base.is_changed(old.file.path):
                continue
            new = self._project.module(old.name)
            if new is None:
                continue
            before, after = _plugs_of(old), _plugs_of(new)
            names = {name for _, name in after}
            pipelines = {pipeline for pipeline, _ in after}
            for pipeline, name in sorted(before - after):
                # A plug that stands in another pipeline, or whose pipeline is gone, moved.
                moved = name in names and (pipeline not in pipelines or not pipeline)
                if moved or not _protects(name):
                    continue
                where = f" in the pipeline `{pipeline}`" if pipeline else ""
                fresh = sorted(n for p, n in after - before if p == pipeline and _protects(n))
                instead = f", but `{', '.join(fresh)}`" if fresh else ""
                yield Change(
                    GATE, f"{old.name} {name}", f"plug {name}", ", ".join(fresh) or None,
                    f"`{old.name}` no longer plugs `{name}`{where}{instead}", new.span,
                    severity=WARNING if fresh else ERROR,
                    # With a pipeline its routes may have gone.
                    confidence=CERTAIN if not pipeline or pipeline in pipelines else POSSIBLE,
                )  # fmt: skip

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


def _plugs_of(module: Module) -> set[tuple[str, str]]:
    """Return the plugs of a module, each with the pipeline that it stands in."""
    found: set[tuple[str, str]] = set()
    for call in module.file.calls:
        data = call.data
        if data.module != module.data.index or call.name != "plug" or not call.args:
            continue
        first = call.args[0]
        if data.function < 0 and isinstance(first, Atom | ModuleRef):
            found.add((_pipeline(call), first.name))
    return found


def _pipeline(call: Call) -> str:
    at = call.data.closure
    while at >= 0:
        closure = call.file.outline.closures[at]
        for index, _ in closure.uses:
            outer = call.file.outline.calls[index]
            if outer.name == "pipeline" and outer.args and isinstance(outer.args[0], Atom):
                return outer.args[0].name
        at = closure.parent
    return ""


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
