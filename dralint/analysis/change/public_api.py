"""PublicApi: what others may build on, and what they were told of it.

In a library that is every documented module, in a project with DRA the modules of its APIs, in an
umbrella the functions that other applications call; what the configuration includes comes besides.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property

from dralint.analysis.change.types_written import TypesOf
from dralint.analysis.layout.layout import Layout
from dralint.outline.values import Op, Value, Var
from dralint.project import App, Function, Module, Project

_STARTS = ("child_spec", "start_link", "init")
"""What a supervisor calls, and no caller."""


@dataclass(frozen=True)
class ApiOptions:
    """What is public besides: modules by name, `*` for any part of one."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """A public function or macro as others see it.

    `arities` are those that it can be called with, `params` the names of its parameters where all
    are plain, `params_types` and `result` those of its spec, None without one that is clear.
    """

    function: Function
    arities: frozenset[int]
    params: tuple[str, ...]
    hidden: bool
    deprecated: bool
    types: tuple[tuple[frozenset[str], ...], frozenset[str]] | None


class PublicApi:
    """The public functions of a project by module and name."""

    def __init__(self, project: Project, layout: Layout, options: ApiOptions) -> None:
        self._project = project
        self._layout = layout
        self._options = options

    @classmethod
    def of(cls, project: Project, layout: Layout, options: ApiOptions) -> "PublicApi":
        """Return what is public in a project."""
        return cls(project, layout, options)

    @cached_property
    def modules(self) -> dict[str, Module]:
        """The modules that are public as a whole, by name."""
        return {
            module.name: module
            for file in self._project.files
            if file.is_code
            for module in file.modules
            if module.data.kind == "module" and not module.data.inner and self._offered(module)
        }

    def _offered(self, module: Module) -> bool:
        if module.data.quoted or any(fnmatchcase(module.name, e) for e in self._options.exclude):
            return False
        if any(fnmatchcase(module.name, each) for each in self._options.include):
            return True
        if self.in_library(module):
            told = module.data.doc >= 0 or any(f.data.doc >= 0 for f in module.functions)
            shown = not module.hidden and "Mix.Task" not in module.effects.uses
            return shown and (told or module.file.app not in self._documented)
        return self._layout.is_api(module)

    def in_library(self, module: Module) -> bool:
        """Whether a module is published in a package."""
        app = module.file.app
        return app.mix.package and module.file.kind == "lib" and app not in self._systems

    @cached_property
    def _systems(self) -> frozenset[App]:
        """The applications that serve users of their own, whatever their `mix.exs` says."""
        return frozenset(
            module.file.app
            for module in self._project.modules
            if module.file.is_code and "Phoenix.Endpoint" in module.effects.uses
        )

    @cached_property
    def _documented(self) -> frozenset[App]:
        """The applications that write documentation, so that its absence says something."""
        return frozenset(
            module.file.app
            for module in self._project.modules
            if module.file.kind == "lib" and module.data.doc >= 0 and not module.hidden
        )

    def is_told(self, items: Iterable["Item"]) -> bool:
        """Whether people were told of functions, by a text or a spec, or nobody tells of any."""
        return any(
            item.types is not None
            or item.function.data.doc >= 0
            or item.function.file.app not in self._telling
            for item in items
        )

    @cached_property
    def _telling(self) -> frozenset[App]:
        """The packages that tell of their functions, so that silence about one says something."""
        return frozenset(
            function.file.app
            for module in self.modules.values()
            if self.in_library(module)
            for function in module.functions
            if function.data.doc >= 0 and not function.hidden
        )

    @cached_property
    def _called_across(self) -> frozenset[tuple[str, str]]:
        """The functions that another application of the umbrella calls, by module and name."""
        if len(self._project.apps) < 2:
            return frozenset()
        found: set[tuple[str, str]] = set()
        for module, name in self._project.called:
            owner = self._project.module(module)
            if owner is not None and owner.file.is_code:
                calls = self._project.calls_to(f"{module}.{name}/*")
                if any(c.file.app is not owner.file.app and c.file.is_code for c in calls):
                    found.add((module, name))
        return frozenset(found)

    @cached_property
    def items(self) -> dict[tuple[str, str], tuple[Item, ...]]:
        """The public functions and macros by module and name."""
        table: dict[tuple[str, str], list[Item]] = defaultdict(list)
        types: dict[str, TypesOf] = {}
        for function in self._functions():
            module = function.module
            known = types.setdefault(module.name, TypesOf(module))
            table[module.name, function.name].append(_item(function, known))
        return {key: tuple(found) for key, found in table.items()}

    def _functions(self) -> Iterator[Function]:
        whole = self.modules
        for file in self._project.files:
            if not file.is_code:
                continue
            for function in file.functions:
                data = function.data
                if data.module < 0 or not data.public or data.dynamic:
                    continue
                if function.name.startswith("_") or function.name in _STARTS:
                    continue
                module = function.module
                across = (module.name, function.name) in self._called_across
                if not across and whole.get(module.name) is not module:
                    continue
                if not function.has_impl and not function.is_callback:
                    yield function


def _item(function: Function, types: TypesOf) -> Item:
    data, module = function.data, function.module
    specs = [
        spec
        for spec in module.specs
        if spec.kind == "spec" and spec.name == function.name and spec.arity == function.arity
    ]
    told = None
    if len(specs) == 1:
        told = tuple(types.members(arg) for arg in specs[0].args), types.members(specs[0].result)
    attributes = (function.file.outline.attributes[index] for index in data.attrs)
    return Item(
        function,
        frozenset(range(data.min_arity, data.max_arity + 1)),
        tuple(_name(param) for param in function.clauses[0].params),
        function.hidden,
        any(attribute.name == "deprecated" for attribute in attributes),
        told,
    )


def _name(param: Value) -> str:
    """Return the name of a plain parameter, one with a default too; of a pattern, nothing."""
    if isinstance(param, Op) and param.op == "\\\\" and param.args:
        param = param.args[0]
    return param.name if isinstance(param, Var) else ""
