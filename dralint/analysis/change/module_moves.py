"""ModuleMoves: the modules that a change only gives another name."""

from collections import Counter, defaultdict
from functools import cached_property

from dralint.analysis.evidence.base import Base
from dralint.analysis.values.likeness import tokens
from dralint.project import Function, Module, Project

_TELLING = 12
"""So many tokens that are the same tell that a module has another name."""


class ModuleMoves:
    """Which module of the base is called what now."""

    def __init__(self, project: Project, base: Base) -> None:
        self._project = project
        self._base = base

    @classmethod
    def of(cls, project: Project, base: Base) -> "ModuleMoves":
        """Return the modules with another name; none where there is no base."""
        return cls(project, base)

    @cached_property
    def renames(self) -> dict[str, str]:
        """The new name of each module that has another one: the same functions under it.

        A module whose likeness is not unique was not renamed but taken away.
        """
        if not self._base.compares:
            return {}
        before = self._base.project
        gone = [m for m in before.modules if _is_code(m) and not self._project.defines(m.name)]
        fresh = [m for m in self._project.modules if _is_code(m) and not before.defines(m.name)]
        olds, news = (Counter(map(_content, modules)) for modules in (gone, fresh))
        table = {_content(m): m for m in fresh}
        return {
            m.name: table[key].name
            for m in gone
            if (key := _content(m)) and olds[key] == 1 and news[key] == 1
            if _is_like(m, table[key])
        }

    def new_name(self, module: str) -> str:
        """Return what a module of the base is called now; its own name where that is the same."""
        return self.renames.get(module, module)

    def prefix(self, module: str) -> tuple[str, str]:
        """Return the old and the new name of a module, without what both end in."""
        old, new = module.split("."), self.new_name(module).split(".")
        while len(old) > 1 and len(new) > 1 and old[-1] == new[-1]:
            old, new = old[:-1], new[:-1]
        return ".".join(old), ".".join(new)

    def is_moved(self, old: str, new: str) -> bool:
        """Whether two names are one in a name space that has another name now."""
        first, _, rest = old.partition(".")
        space, _, other = new.partition(".")
        return bool(rest) and rest == other and (first, space) in self.spaces

    @cached_property
    def spaces(self) -> frozenset[tuple[str, str]]:
        """The first parts of names that no module has any more, and what they are now."""
        if not self._base.compares:
            return frozenset()
        before = {m.name.partition(".")[0] for m in self._base.project.modules if _is_code(m)}
        after = {m.name.partition(".")[0] for m in self._project.modules if _is_code(m)}
        gone, fresh = before - after, after - before
        return frozenset((one, other) for one in gone for other in fresh)

    @cached_property
    def prefixes(self) -> tuple[tuple[str, str], ...]:
        """The renames of whole name spaces, and of single modules."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for module in self.renames:
            found[self.prefix(module)].append(module)
        return tuple(sorted(found))


def _is_code(module: Module) -> bool:
    return module.file.is_code and module.data.kind == "module" and not module.data.inner


def _is_like(old: Module, new: Module) -> bool:
    """Whether two modules with the same functions do the same, at least in half of them."""
    if old.name.rpartition(".")[2] == new.name.rpartition(".")[2]:
        return True
    bodies = [{(f.name, f.arity): _body(f) for f in module.functions} for module in (old, new)]
    same = [body for key, body in bodies[0].items() if bodies[1].get(key) == body]
    # What says little may say the same by chance.
    return len(same) * 2 >= len(bodies[0]) and sum(map(len, same)) >= _TELLING


def _body(function: Function) -> tuple[str, ...]:
    return tokens(function.file.outline, *(clause.body for clause in function.clauses))


def _content(module: Module) -> tuple[object, ...]:
    """Return what tells a module from others besides its name: its functions and types."""
    return tuple(
        sorted((f.data.kind, f.name, f.data.min_arity, f.data.max_arity) for f in module.functions)
    )
