"""JobChanges: jobs that wait in a queue and that the changed workers no longer take."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from dralint.analysis.change.change import Change
from dralint.analysis.change.module_moves import ModuleMoves
from dralint.analysis.evidence.base import Base
from dralint.finding import CERTAIN, POSSIBLE, WARNING
from dralint.outline.values import Atom, MapOf, ModuleRef, Number, Op, String, Value
from dralint.project import Module, Project

GATE = "gate-message-contract"
_HELP = "jobs that were queued before still come: keep a clause for them until they are done"
Args = Mapping[str, str | None]
"""The keys of what a job is given, each with its value where that is constant."""


class JobChanges:
    """What a change does to jobs that wait."""

    def __init__(self, project: Project, base: Base, moves: ModuleMoves) -> None:
        self._project = project
        self._base = base
        self._moves = moves

    @classmethod
    def of(cls, project: Project, base: Base, moves: ModuleMoves) -> "JobChanges":
        """Return what a change does to jobs; nothing where there is no base."""
        return cls(project, base, moves)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes by worker."""
        return tuple(self._all()) if self._base.compares else ()

    def _all(self) -> Iterator[Change]:
        for old in self._base.project.modules:
            if not _is_worker(old):
                continue
            new = self._project.module(old.name)
            if new is None:
                yield self._gone(old)
            elif self._base.is_changed(old.file.path):
                yield from self._refused(old, new)

    def _gone(self, old: Module) -> Change:
        name = self._moves.new_name(old.name)
        now = self._project.module(name) if name != old.name else None
        root = self._project.root_mix or self._project.files[0]
        what = f"is called `{name}` now" if now is not None else "is gone"
        return Change(
            GATE, old.name, old.name, name if now is not None else None,
            f"the worker `{old.name}` {what}; nobody takes the jobs of its name that wait",
            root.span if now is None else now.span, severity=WARNING, help=_HELP,
        )  # fmt: skip

    def _refused(self, old: Module, new: Module) -> Iterator[Change]:
        """Yield what the old code gave to a worker, or took, and no clause takes any more."""
        before, after = _taken(old), _taken(new)
        given = list(_given(self._base.project, old.name))
        if not after or None in after:
            return
        wanted = [each for each in after if each is not None]
        sure = bool(given) and None not in given
        for args in given if sure else before:
            if not args or any(_takes(clause, args) for clause in wanted):
                continue
            keys = ", ".join(sorted(args))
            missing = min((set(clause) - set(args) for clause in wanted), key=len)
            want = f"; it wants `{', '.join(sorted(missing))}`" if missing else ""
            # A clause says what it needs, and more may have been given to it.
            only_more = any(set(args) < set(clause) for clause in wanted)
            yield Change(
                GATE, f"{old.name} {keys}", keys, " | ".join(", ".join(sorted(w)) for w in wanted),
                f"`{old.name}` takes no job with `{keys}` any more{want}",
                new.span, help=_HELP, confidence=POSSIBLE if only_more and not sure else CERTAIN,
            )  # fmt: skip
            return


def _is_worker(module: Module) -> bool:
    known = module.effects.uses | module.effects.behaviours
    return module.file.is_code and module.effects.process == "worker" and "Oban.Worker" in known


def _taken(module: Module) -> list[Args | None]:
    """Return what each clause of a worker needs of a job; None where that is not known."""
    function = module.function("perform", 1) or module.function("perform", 2)
    clauses = function.clauses if function is not None else ()
    return [_needed(clause.params[0]) for clause in clauses if clause.body is not None]


def _needed(param: Value) -> Args | None:
    if isinstance(param, Op) and param.op == "=":
        read = (_needed(arg) for arg in param.args)
        return next((each for each in read if each is not None), None)
    if not isinstance(param, MapOf):
        return None
    if isinstance(param.struct, ModuleRef):
        inner = next((v for k, v in param.pairs if isinstance(k, Atom) and k.name == "args"), None)
        return None if inner is None else _needed(inner)
    return _keys(param)


def _keys(value: MapOf) -> Args | None:
    found: dict[str, str | None] = {}
    for key, inner in value.pairs:
        if not isinstance(key, String | Atom):
            return None
        constant = inner.text if isinstance(inner, String | Number) else None
        found[key.text if isinstance(key, String) else key.name] = constant
    return found


def _given(project: Project, worker: str) -> Iterator[Args | None]:
    """Yield what the code gives to new jobs of a worker; None where that is not all known."""
    for call in project.calls_to(f"{worker}.new/*"):
        if call.file.is_code:
            first = call.args[0] if call.args else None
            known = isinstance(first, MapOf) and first.struct is None and first.base is None
            yield _keys(first) if isinstance(first, MapOf) and known else None


def _takes(clause: Args, args: Args) -> bool:
    """Whether a clause takes a job with these; what is not known may be right."""
    return all(
        key in args and (wanted is None or args[key] is None or args[key] == wanted)
        for key, wanted in clause.items()
    )
