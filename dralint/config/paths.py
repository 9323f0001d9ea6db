"""Which files are left out, and which rules are silent in which files."""

import re
from pathlib import Path

import msgspec

from .errors import quoted
from .globs import GlobError, translate
from .model import Config
from .selection import covers
from .source import Where


class PathFilter(msgspec.Struct, frozen=True):
    """The patterns of a configuration, ready to be asked about paths relative to the project.

    `prefix` leads from the configuration to the project. `exclude` holds, last first, what to
    leave out and what to take back.
    """

    prefix: str
    exclude: tuple[tuple[bool, re.Pattern[str]], ...]
    ignores: tuple[tuple[re.Pattern[str], frozenset[str]], ...]

    @classmethod
    def of(cls, config: Config, root: Path | None = None) -> "PathFilter":
        """Compile a configuration's patterns for the project at `root`.

        Patterns start where the configuration stands, if that is the project's directory or one
        above it; and else at the project's directory, as they do where no `root` is given.
        """
        prefix = ""
        if root is not None and config.source is not None:
            directory, project = Path(config.source.directory), root.resolve()
            if project != directory and project.is_relative_to(directory):
                prefix = f"{project.relative_to(directory).as_posix()}/"
        exclude = config.where("exclude")
        ignores = config.where("per-path-ignores")
        return cls(
            prefix,
            _exclude([_translated(p, exclude.at(i)) for i, p in enumerate(config.exclude)]),
            tuple(
                (_plain(pattern, ignores.at(pattern)), frozenset(names))
                for pattern, names in config.per_path_ignores.items()
            ),
        )

    def excluded(self, path: str) -> bool:
        """Say whether a file is left out. Of the patterns that cover it, the last decides."""
        path = self.prefix + path
        return next((leave for leave, glob in self.exclude if glob.match(path)), False)

    def ignored(self, path: str, rule: str) -> bool:
        """Say whether a rule is silent in a file."""
        path = self.prefix + path
        return any(covers(names, rule) and glob.match(path) for glob, names in self.ignores)


def _exclude(patterns: list[tuple[bool, str]]) -> tuple[tuple[bool, re.Pattern[str]], ...]:
    """Return what decides, last first: patterns that follow each other become one expression."""
    groups: list[tuple[bool, list[str]]] = []
    for back, expression in patterns:
        if not groups or groups[-1][0] is not back:
            groups.append((back, []))
        groups[-1][1].append(expression)
    return tuple((not back, re.compile("|".join(each))) for back, each in reversed(groups))


def _plain(pattern: str, where: Where) -> re.Pattern[str]:
    back, expression = _translated(pattern, where)
    if back:
        raise where.error(f'{quoted(pattern)}: "!" has no meaning here')
    return re.compile(expression)


def _translated(pattern: str, where: Where) -> tuple[bool, str]:
    try:
        return translate(pattern)
    except GlobError as error:
        raise where.error(f"{quoted(pattern)} is not a pattern: {error}") from None
