"""Where a file sits below its application: the folders that layouts are read from."""

from collections import Counter
from dataclasses import dataclass

from dralint.analysis.layout.lexicon import is_action_name, normal
from dralint.analysis.layout.roles import main_module
from dralint.project import App, File, Module, Project

_MARKS = frozenset(("application", "repo", "endpoint", "mailer"))


@dataclass(frozen=True)
class Seat:
    """A file's place below `lib/`: `root` is the application's own folder, "" where there is none.

    `folders` are those below the root, without `domains/`, which `wrapped` remembers; `stem` is
    the file's name without its extension.
    """

    file: File
    module: Module
    root: str
    folders: tuple[str, ...]
    stem: str
    wrapped: bool

    @property
    def path(self) -> str:
        """The folders as one text: `accounts/user`."""
        return "/".join(self.folders)

    @property
    def app(self) -> App:
        """The application."""
        return self.file.app


def seats(project: Project, app: App) -> list[Seat]:
    """Return the seats of an application's lib files that define a module."""
    files = [
        file
        for file in project.files
        if file.app is app and file.kind == "lib" and file.within.startswith("lib/")
    ]
    roots = _roots(app, [file.within for file in files])
    found: list[Seat] = []
    for file in files:
        module = main_module(file)
        if module is None:
            continue
        *folders, name = file.within.split("/")[1:]
        root = folders.pop(0) if folders and folders[0] in roots else ""
        wrapped = folders[:1] == ["domains"]
        stem = name.rpartition(".")[0]
        found.append(Seat(file, module, root, tuple(folders[wrapped:]), stem, wrapped))
    return found


def _roots(app: App, paths: list[str]) -> frozenset[str]:
    """Return the folders of `lib/` that are an application's, not a domain.

    The one named like the application, and those that hold what only an application has. Where
    there is none, a folder whose actions mostly lie a level deeper than they would in a domain.
    """
    split = [path.removesuffix(".ex").split("/")[1:] for path in paths]
    tops = {parts[0] for parts in split if len(parts) > 1}
    found = {app.name} & tops
    for parts in split:
        if len(parts) == 2 and parts[1] in _MARKS:
            found.add(parts[0])
    if found:
        return frozenset(found)
    actions = Counter((parts[0], len(parts)) for parts in split if is_action_name(parts[-1]))
    return frozenset(top for top in tops if actions[top, 4] > actions[top, 3])


def prefixes(found: list[Seat]) -> dict[str, tuple[str, ...]]:
    """Return, by root folder, the module prefix that most of its files share.

    That is the camel-cased folder nearly always; where a project names its modules otherwise
    throughout, that is its convention.
    """
    counts: dict[str, dict[tuple[str, ...], int]] = {}
    for seat in found:
        segments = seat.module.name.split(".")
        tail = [normal(part) for part in (*seat.folders, seat.stem)]
        start = len(segments) - len(tail)
        if start > 0 and [normal(part) for part in segments[start:]] == tail:
            table = counts.setdefault(seat.root, {})
            prefix = tuple(segments[:start])
            table[prefix] = table.get(prefix, 0) + 1
    return {
        root: max(sorted(table), key=lambda prefix: table[prefix])
        for root, table in counts.items()
        if max(table.values()) > 1
    }
