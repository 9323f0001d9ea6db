"""How much of the public surface says what it promises: specs, docs and moduledocs, counted.

It asks for less than a tool that compiles: what a framework calls is no part of the surface, a
function or module that is hidden needs no doc, and what hands on (`defdelegate`) has the spec and
the doc of what it hands on to.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.callgraph import delegated
from dralint.analysis.layout.surface import Surface
from dralint.project import Function, Module, Project


@dataclass(frozen=True)
class ContractOptions:
    """The table `[contracts]`: percents below which `dralint contracts` fails.

    `min_specs`, `min_docs` and `min_moduledocs` are for the whole project, `min_module_specs` and
    `min_module_docs` for each module. `ignore` are globs of paths inside a mix project, and of
    names of modules.
    """

    min_specs: float = 0
    min_docs: float = 0
    min_moduledocs: float = 0
    min_module_specs: float = 0
    min_module_docs: float = 0
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    done: int = 0
    whole: int = 0

    @property
    def percent(self) -> float:
        """The share in percent; all of nothing is 100."""
        return self.done * 100 / self.whole if self.whole else 100.0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.done + other.done, self.whole + other.whole)


@dataclass(frozen=True)
class Contract:
    """What one module says; `within` is its path inside its mix project.

    `moduledoc` is 1 of 1, 0 of 1, or 0 of 0 where none is due. `group` is the first of its folders
    below the application, `web` for the web layer.
    `without_spec` and `without_doc` are functions as `name/arity`.
    """

    module: str
    path: str
    within: str
    line: int
    group: str
    specs: Share
    docs: Share
    moduledoc: Share
    without_spec: tuple[str, ...] = ()
    without_doc: tuple[str, ...] = ()


class Contracts:
    """The contracts of a project's modules."""

    def __init__(self, project: Project, surface: Surface) -> None:
        self._project = project
        self._surface = surface

    @classmethod
    def of(cls, project: Project, surface: Surface) -> "Contracts":
        """Return the contracts of a project."""
        return cls(project, surface)

    @cached_property
    def modules(self) -> tuple[Contract, ...]:
        """A row for each module that offers something, in the order of files."""
        offered: dict[Module, list[Function]] = defaultdict(list)
        for offer in self._surface.offers:
            if not offer.function.hidden and not self._surface.may_be_callback(offer.function):
                offered[offer.function.module].append(offer.function)
        return tuple(self._contract(module, functions) for module, functions in offered.items())

    def _contract(self, module: Module, functions: list[Function]) -> Contract:
        unspecced = [each.label for each in functions if not self._is_specced(each)]
        due = [] if module.hidden else functions
        undocumented = [each.label for each in due if not self._is_documented(each)]
        span = module.span
        return Contract(
            module=module.name,
            path=module.file.path,
            within=module.file.within,
            line=span.start.line,
            group=_group(module),
            specs=Share(len(functions) - len(unspecced), len(functions)),
            docs=Share(len(due) - len(undocumented), len(due)),
            moduledoc=_moduledoc(module),
            without_spec=tuple(unspecced),
            without_doc=tuple(undocumented),
        )

    def _is_specced(self, function: Function) -> bool:
        if self._surface.has_spec(function):
            return True
        end = delegated(function) if function.data.delegate is not None else None
        return end is not None and self._surface.has_spec(end)

    def _is_documented(self, function: Function) -> bool:
        return function.data.delegate is not None or self._surface.has_doc(function)


def total(rows: tuple[Contract, ...] | list[Contract]) -> tuple[Share, Share, Share]:
    """Return the sums of specs, docs and moduledocs."""
    return (
        sum((row.specs for row in rows), Share()),
        sum((row.docs for row in rows), Share()),
        sum((row.moduledoc for row in rows), Share()),
    )


def _moduledoc(module: Module) -> Share:
    if module.data.parent >= 0 and module.data.doc < 0:
        return Share()
    return Share(int(module.data.doc >= 0 or module.effects.moduledoc), 1)


def _group(module: Module) -> str:
    """Return the folder of a module below its application."""
    file = module.file
    if file.kind == "web":
        return "web"
    folders = file.within.split("/")[1:-1]
    if folders[:1] == [file.app.name]:
        folders = folders[1:]
    if folders[:1] == ["domains"]:
        folders = folders[1:]
    return folders[0] if folders else file.app.name or "application"
