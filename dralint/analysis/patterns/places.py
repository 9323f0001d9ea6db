"""Places: parts of a project by kind of file, by path, or by the name of a module.

web                 a kind of file (lib, web, test...), or what a module is (repo, schema...)
lib/shop/**         a path, as `.gitignore` writes them, from the folder of the project
MyApp.Repo          a module; `*` stands for any characters: `MyApp.Legacy.*`
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from dralint.analysis.layout.roles import nature
from dralint.config.globs import GlobError, translate
from dralint.errors import DralintError
from dralint.project import File, Module

KINDS = frozenset(
    "lib web test support migration seeds task release script config mix generated".split()
)
NATURES = frozenset(
    "job repo task application web process ash schema exception struct behaviour protocol "
    "impl".split()
)
_MODULE = re.compile(r":?[A-Za-z*][\w.*]*")


class PlaceError(DralintError):
    """A place that means nothing. The message is one line."""


@dataclass(frozen=True)
class Places:
    """Places read: words, expressions for paths, and expressions for names of modules."""

    words: frozenset[str]
    paths: tuple[re.Pattern[str], ...]
    modules: tuple[re.Pattern[str], ...]

    @classmethod
    def parse(cls, texts: tuple[str, ...]) -> "Places":
        """Read places; the first that means nothing raises PlaceError."""
        words: set[str] = set()
        paths: list[re.Pattern[str]] = []
        modules: list[re.Pattern[str]] = []
        for text in texts:
            if text in KINDS or text in NATURES:
                words.add(text)
            elif "/" in text or text.endswith((".ex", ".exs")):
                paths.append(_path(text))
            elif _MODULE.fullmatch(text) and not text.islower():
                modules.append(re.compile(re.escape(text).replace(r"\*", ".*")))
            elif text.startswith(":") and _MODULE.fullmatch(text):
                modules.append(re.compile(re.escape(text)))
            else:
                close = get_close_matches(text, sorted(KINDS | NATURES), n=1)
                hint = f' (did you mean "{close[0]}"?)' if close else ""
                raise PlaceError(f'"{text}" is no kind of file, path or module{hint}')
        return cls(frozenset(words), tuple(paths), tuple(modules))

    def named(self, module: str) -> bool:
        """Whether a module is meant by its name alone."""
        return any(each.fullmatch(module) for each in self.modules)

    def hold(self, file: File, module: Module | None) -> bool:
        """Whether code of a file, inside a module or outside of all, is meant."""
        if file.kind in self.words:
            return True
        if self.paths and any(each.match(name) for each in self.paths for name in _names(file)):
            return True
        if module is None:
            return False
        if self.named(module.name):
            return True
        natures = self.words & NATURES
        return bool(natures) and nature(module) in natures


def _path(text: str) -> re.Pattern[str]:
    try:
        back, expression = translate(text)
    except GlobError as error:
        raise PlaceError(f'"{text}" is not a pattern: {error}') from None
    if back:
        raise PlaceError(f'"{text}": "!" has no meaning here')
    return re.compile(expression)


def _names(file: File) -> tuple[str, ...]:
    """Return the path of a file within its app, and within the whole project."""
    mix = file.project.root_mix
    folder = mix.path.removesuffix("mix.exs") if mix is not None else ""
    return file.within, file.path.removeprefix(folder)
