"""The project: all outlines together, with names resolved and calls bound."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from dralint import outline as tables
from dralint.outline import Outline

from .effects import effects_of
from .link import targets_of
from .model import App, Call, Effects, File, Function, Module
from .papers import Papers


class Project:
    """A set of files that run together: a mix project, an umbrella, or loose files.

    A value: nothing changes it after it is made, and what is asked of it is computed once.
    `rooted` says whether a `mix.exs` was found, so that absences mean something.
    """

    def __init__(
        self,
        files: Mapping[str, tuple[str, str, App, Outline]],
        rooted: bool = True,
        snippet: bool = False,
        papers: Papers | None = None,
    ) -> None:
        """Link files, given by path: the path within the app, the kind, the app, the outline."""
        self.rooted = rooted
        self.snippet = snippet
        self.papers = papers or Papers()
        self.files: tuple[File, ...] = tuple(
            File(path, within, _kind(kind, outline), app, outline, self)
            for path, (within, kind, app, outline) in sorted(files.items())
        )
        self._effects: dict[tuple[str, int], Effects] = {}

    @cached_property
    def apps(self) -> tuple[App, ...]:
        """The mix projects in it, in the order of their folders."""
        return tuple(sorted({file.app for file in self.files}, key=lambda app: app.root))

    @cached_property
    def root_mix(self) -> File | None:
        """The `mix.exs` of the project's own folder, None where there is none."""
        found = [file for file in self.files if file.kind == "mix"]
        return min(found, key=lambda file: file.path.count("/"), default=None)

    @cached_property
    def by_path(self) -> dict[str, File]:
        """The files by path."""
        return {file.path: file for file in self.files}

    @property
    def modules(self) -> Iterator[Module]:
        """All modules that are not inside `quote`."""
        return (module for file in self.files for module in file.standing_modules)

    @cached_property
    def _modules(self) -> dict[str, list[Module]]:
        table: dict[str, list[Module]] = defaultdict(list)
        for module in self.modules:
            table[module.name].append(module)
        return dict(table)

    def module(self, name: str, seen_from: File | None = None) -> Module | None:
        """Return the module of a name; of several, the one of the same app, else the first."""
        found = self._modules.get(name)
        if not found:
            return None
        if len(found) > 1 and seen_from is not None:
            for module in found:
                if module.file.app is seen_from.app and module.file.is_test == seen_from.is_test:
                    return module
            for module in found:
                if module.file.app is seen_from.app and not module.file.is_test:
                    return module
        return next((m for m in found if not m.file.is_test), found[0])

    def named(self, name: str) -> tuple[Module, ...]:
        """Return all modules of a name, in the order of their files."""
        return tuple(self._modules.get(name, ()))

    def defines(self, name: str) -> bool:
        """Whether a module of this name is in the project."""
        return name in self._modules

    @cached_property
    def _functions(self) -> dict[tuple[str, int], dict[str, list[Function]]]:
        table: dict[tuple[str, int], dict[str, list[Function]]] = {}
        for file in self.files:
            for function in file.functions:
                if function.data.is_test or function.data.module < 0:
                    continue
                names = table.setdefault((file.path, function.data.module), {})
                names.setdefault(function.name, []).append(function)
        return table

    def function_in(self, module: Module, name: str, arity: int) -> Function | None:
        """Return the function of a module that a call of this name and arity reaches."""
        names = self._functions.get((module.file.path, module.data.index), {})
        for function in names.get(name, ()):
            if function.data.min_arity <= arity <= function.data.max_arity:
                return function
        return None

    def function(
        self, module: str, name: str, arity: int, seen_from: File | None = None
    ) -> Function | None:
        """Return the function that `Module.name` of this arity reaches."""
        found = self.module(module, seen_from)
        return None if found is None else self.function_in(found, name, arity)

    def effects(self, module: Module) -> Effects:
        """Return what a module gets from the modules that it uses."""
        key = (module.file.path, module.data.index)
        known = self._effects.get(key)
        if known is None:
            known = self._effects[key] = effects_of(self, module)
        return known

    def targets(self, file: File) -> tuple[str | None, ...]:
        """Return the module that each call of a file reaches, None where that is unknown."""
        return file.targets

    def bind(self, file: File) -> tuple[str | None, ...]:
        """Resolve the calls of a file; `file.targets` keeps what comes of it."""
        return targets_of(self, file)

    @cached_property
    def _index(self) -> dict[str, list[tuple[File, tables.Call]]]:
        table: dict[str, list[tuple[File, tables.Call]]] = defaultdict(list)
        for file in self.files:
            for target, call in zip(file.targets, file.outline.calls, strict=True):
                if target is not None:
                    table[f"{target}.{call.name}"].append((file, call))
        return dict(table)

    @cached_property
    def _called(self) -> dict[str, list[Call]]:
        return {}

    def _calls(self, key: str) -> list[Call]:
        """Return the calls to a module's functions of one name; most are never asked for."""
        known = self._called.get(key)
        if known is None:
            found = self._index.get(key, ())
            known = self._called[key] = [file.calls[call.index] for file, call in found]
        return known

    def calls_to(self, target: str) -> Iterator[Call]:
        """Return the calls that reach a target: `Module.name/arity`, `/*` for any arity.

        What every module has is `Kernel.name/arity`.
        """
        name, _, arity = target.rpartition("/")
        found = self._calls(name)
        return (call for call in found if arity == "*" or call.arity == int(arity))

    @property
    def called(self) -> Iterator[tuple[str, str]]:
        """What is called anywhere: modules, and names in them without an arity."""
        for key in self._index:
            module, _, name = key.rpartition(".")
            yield module, name

    def calls_matching(self, module: str) -> Iterator[Call]:
        """Return all calls that reach any function of a module."""
        for key in self._index:
            if key.rpartition(".")[0] == module:
                yield from self._calls(key)


def _kind(kind: str, outline: Outline) -> str:
    """Return the kind of a file, now that its text is known."""
    if outline.template:
        return "template"
    if outline.generated and kind in ("lib", "web"):
        return "generated"
    if kind in ("lib", "web", "script"):
        for directive in outline.directives:
            if directive.kind == "use" and directive.quote < 0:
                if directive.name == "Mix.Task":
                    return "task"
                if directive.name == "Ecto.Migration":
                    return "migration"
    return kind
