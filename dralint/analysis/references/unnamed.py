"""Unaliased names: modules that are named by their last word although no alias explains it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.outline import Call as CallRow
from dralint.outline.values import ModuleRef
from dralint.project import File, Module, Project
from dralint.project.offered import offers

ROOTS = frozenset(
    """
    Kernel Inspect Enumerable Collectable Mix ExUnit IEx EEx Protocol Record Behaviour Config
    ArgumentError RuntimeError KeyError MatchError UndefinedFunctionError FunctionClauseError JSON
    Ecto Phoenix Plug Jason Poison Oban Swoosh Bamboo Tesla Req Finch Mint HTTPoison Timex Decimal
    Absinthe Ash Broadway GenStage Gettext Faker Mox Telemetry Sentry Redix Postgrex Floki Money
    """.split()
)
"""Single words that are modules of Elixir or of well-known libraries."""


@dataclass(frozen=True)
class Unnamed:
    """A single word where a longer name was meant: `full`. `struct`: it stands in `%Word{}`."""

    word: str
    full: str
    struct: bool
    start: int
    end: int


class UnnamedModules:
    """The single words of a project for which only a longer name makes sense."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._plain: set[str | None] = set()
        self._deps = frozenset(
            dep.name.replace("_", "").lower() for app in project.apps for dep in app.mix.deps
        )

    @classmethod
    def of(cls, project: Project) -> "UnnamedModules":
        """Return the unaliased names of a project."""
        return cls(project)

    def in_file(self, file: File) -> Iterator[tuple[Module, Unnamed]]:
        """Yield the first use of each word in each function."""
        outline = file.outline
        found: dict[tuple[int, str], Unnamed] = {}
        for use in outline.struct_uses:
            if use.function >= 0 and (module := self._module(file, use.module)) is not None:
                full = self._meant(module, use.name, None)
                if full is not None:
                    each = Unnamed(use.name, full, True, use.start, use.end)
                    _keep(found, use.function, each)
        odd = self._odd(file)
        for call in outline.calls if odd else ():
            on = call.on
            if type(on) is not ModuleRef or on.name not in odd:
                continue
            if call.function < 0 or call.quoted or on.start == on.end:
                continue
            module = self._module(file, call.module)
            full = None if module is None else self._meant(module, on.name, call)
            if full is not None:
                _keep(found, call.function, Unnamed(on.name, full, False, on.start, on.end))
        self._handed(file, found)
        for (function, _), each in sorted(found.items(), key=lambda pair: pair[1].start):
            yield file.functions[function].module, each

    def _handed(self, file: File, found: dict[tuple[int, str], Unnamed]) -> None:
        """Move a use forward to where the same word is handed to a call first."""
        if not found:
            return
        for call in file.outline.calls:
            for arg in call.args:
                if isinstance(arg, ModuleRef) and (call.function, arg.name) in found:
                    known = found[call.function, arg.name]
                    if not known.struct:
                        each = Unnamed(arg.name, known.full, False, arg.start, arg.end)
                        _keep(found, call.function, each)

    def _module(self, file: File, index: int) -> Module | None:
        return file.modules[index] if index >= 0 else None

    def _odd(self, file: File) -> set[str]:
        """Return the words by which calls of a file name modules that nobody knows."""
        odd: set[str] = set()
        for name in set(self._project.targets(file)) - self._plain:
            if name is None or self._is_plain(name):
                self._plain.add(name)
            else:
                odd.add(name)
        return odd

    def _is_plain(self, word: str) -> bool:
        """Whether a name means what it says wherever it stands."""
        if "." in word or word[0] == ":" or word in ROOTS or offers(word) is not None:
            return True
        return self._project.defines(word) or word.lower() in self._deps

    def _meant(self, module: Module, word: str, call: CallRow | None) -> str | None:
        """Return the longer name that a word must mean, None where it may stand for itself."""
        if self._is_plain(word) or any(short == word for short, _ in module.effects.aliases):
            return None
        segments = module.name.split(".")
        for size in range(len(segments), 0, -1):
            full = ".".join((*segments[:size], word))
            if self._fits(full, word, call, module):
                return full
        if self._project.rooted:
            return self._repo(word)
        if word in segments[1:]:
            return ".".join(segments[: segments.index(word) + 1])
        return f"{segments[0]}.Repo" if word == "Repo" else None

    def _fits(self, full: str, word: str, call: CallRow | None, module: Module) -> bool:
        target = self._project.module(full, module.file)
        if target is None or (call is not None and target == module):
            return False
        if call is None:
            return target.data.struct or ("__struct__", 0) in target.effects.adds
        return self._project.function_in(target, call.name, len(call.args)) is not None

    def _repo(self, word: str) -> str | None:
        return self._first_repo if word == "Repo" else None

    @cached_property
    def _first_repo(self) -> str | None:
        for module in self._project.modules:
            if module.name.endswith(".Repo") and module.effects.process == "repo":
                return module.name
        return None


def _keep(found: dict[tuple[int, str], Unnamed], function: int, each: Unnamed) -> None:
    known = found.get((function, each.word))
    if known is None or (each.start < known.start and each.struct >= known.struct):
        found[function, each.word] = each
