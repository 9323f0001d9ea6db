"""Evidence from beside the source: read here, on demand, and handed to analyses as plain values.

See docs/design/evidence.md.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from dralint.analysis.evidence.base import Base
from dralint.analysis.evidence.coverage_formats import NotUnderstood, read_coverage
from dralint.analysis.evidence.history import History
from dralint.analysis.evidence.reports import Reports, ReportsOptions
from dralint.analysis.evidence.run_formats import read_tests
from dralint.analysis.evidence.tool_formats import read_tool
from dralint.discover import shown
from dralint.finding import Unanalysed
from dralint.project import Papers, Project

from .ask import Ask
from .before import Before
from .beside import Beside, Head
from .load import Loaded
from .past import history_of
from .store import Store

T = TypeVar("T")

COVERAGE = (
    "cover/lcov.info",
    "cover/excoveralls.json",
    "cover/cobertura.xml",
    "cover/coverage.xml",
    "cover/coverage.txt",
    "cover/summary.txt",
)
"""Where tools write coverage, below a mix project."""
TESTS = (
    "_build/test/lib/*/test-junit-report.xml",
    "test-junit-report.xml",
    "test-results.xml",
    "junit.xml",
)
"""Where formatters write how tests ended, below a mix project."""
_LARGEST = 64 * 1024 * 1024


class Evidence:
    """How the evidence of a project is read: nothing is read before it is asked for."""

    def __init__(
        self,
        loaded: Loaded,
        base: Path,
        options: Mapping[type[Any], Any],
        before: Before | None = None,
        store: Store | None = None,
    ) -> None:
        """Answer for a project.

        `base` is the folder that reported paths are relative to. `options` are those of analyses,
        by their class. `before` is what a change started from; None: no change is looked at.
        `store` is where what was learned of the history is kept.
        """
        self._store = store
        self._loaded = loaded
        self._base = base
        self._options = options.get(ReportsOptions) or ReportsOptions()
        self._before = before
        self._options_by_class = options
        self._find: Callable[[Path], Loaded | None] | None = None
        self._read: dict[type[Any], Any] = {}

    @property
    def readers(self) -> Mapping[type[Any], Callable[[], Any]]:
        """What reads each kind of evidence, by the class that it is read as."""
        readers: dict[type[Any], Callable[[], Any]] = {
            Reports: self._reports,
            History: lambda: history_of(self._loaded.root, self._base, self._store),
            Base: self._change,
        }
        return {kind: partial(self._kept, kind, read) for kind, read in readers.items()}

    def _kept(self, kind: type[Any], read: Callable[[], Any]) -> Any:
        if kind not in self._read:
            self._read[kind] = read()
        return self._read[kind]

    def _reports(self) -> Reports:
        return reports_of(self._loaded.project, self._loaded.root, self._base, self._options)

    def _change(self) -> Base:
        before = self._before
        if before is None:
            return Base()
        find = self._find
        then = None if find is None else find(self._loaded.root)

        def asker() -> Ask:
            project = Project({}) if then is None else then.project
            return Ask(project, self._options_by_class)

        return Base(
            bool(before.texts) or not before.gated,
            before.texts,
            self._loaded.sources,
            before.gated,
            Papers() if then is None else then.project.papers,
            self._loaded.project.papers,
            tuple(before.said),
            before.today,
            asker,
        )

    def before_by(self, find: Callable[[Path], Loaded | None]) -> None:
        """Take what finds a project as it was before the change, by its folder."""
        self._find = find

    def beside(self) -> Beside | None:
        """Return what was looked at beside the source; None: too much to be held against the disk.

        That are reports, since whether one is out of date depends on the times of files, and a
        history that cannot be read.
        """
        reports = self._read.get(Reports) or Reports()
        history = self._read.get(History) or History()
        if reports.is_any or (History in self._read and not history.commits):
            return None
        files, listings = self._loaded.project.papers.looked
        if Reports in self._read:
            folders = _folders(self._loaded.project, self._loaded.root, self._base)
            for folder in folders:
                path = folder / "coveralls.json"
                text = _content(path, self._loaded.root) if path.is_file() else None
                files[shown(path, self._base)] = (path, text)
            given = self._options
            usual = (*(given.coverage or COVERAGE), *(given.tests or TESTS), *given.tools)
            listings |= {(folder, pattern): () for folder in folders for pattern in usual}
        head = history.commits[0].id if history.commits else None
        place = None if head is None else Head(str(self._loaded.root), head, history.cut)
        return Beside.of(files, listings, place)


def reports_of(project: Project, root: Path, base: Path, options: ReportsOptions) -> Reports:
    """Read the reports of a project whose folder is `root`.

    `base` is the folder that reported paths are relative to.
    """
    faults: list[Unanalysed] = []
    folders = _folders(project, root, base)

    def found(named: tuple[str, ...], usual: tuple[str, ...]) -> list[Path]:
        places = (root,) if named else folders
        return sorted({p for f in places for each in named or usual for p in _matching(f, each)})

    def missing(named: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(pattern for pattern in named if not _matching(root, pattern))

    def read(paths: Iterable[Path], kind: Callable[[str, bytes, float], T]) -> Iterator[T]:
        for path in paths:
            name = shown(path, base)
            try:
                text = _content(path, root)
                yield kind(name, text, path.stat().st_mtime)
            except NotUnderstood as fault:
                faults.append(Unanalysed(name, 1, str(fault)))
            except OSError as error:
                faults.append(Unanalysed(name, 1, (error.strerror or str(error)).lower()))

    coverage = tuple(read(found(options.coverage, COVERAGE), read_coverage))
    runs = tuple(read(found(options.tests, TESTS), read_tests))
    tools = tuple(read(found(options.tools, ()), read_tool))
    newest = max(_times(project, base), default=None)
    return Reports(
        read=True,
        coverage=coverage,
        runs=runs,
        tools=tools,
        newest=newest[0] if newest else None,
        newest_path=newest[1] if newest else None,
        coveralls=dict(_coveralls(folders, root, base, faults)),
        missing_coverage=missing(options.coverage),
        missing_runs=missing(options.tests),
        missing_tools=missing(options.tools),
        faults=tuple(faults),
    )


def _folders(project: Project, root: Path, base: Path) -> list[Path]:
    return list(dict.fromkeys((root, *(_folder(app.root, base) for app in project.apps))))


def _folder(name: str, base: Path) -> Path:
    return Path(os.path.normpath(base / name))


def _matching(folder: Path, pattern: str) -> list[Path]:
    """Return the files below a folder that a pattern names."""
    if pattern.startswith("/") or ".." in Path(pattern).parts:
        return []
    return sorted(path for path in folder.glob(pattern) if path.is_file())


def _content(path: Path, root: Path) -> bytes:
    """Return the content of a report; a link out of the project is refused."""
    if not path.resolve().is_relative_to(root.resolve()):
        raise NotUnderstood("is a link that leads out of the project")
    status = path.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
        raise NotUnderstood(f"is no file of at most {_LARGEST // 1024 // 1024} MB")
    return path.read_bytes()


def _times(project: Project, base: Path) -> Iterator[tuple[float, str]]:
    for file in project.files:
        if file.is_code or file.is_test:
            try:
                yield (base / file.path).stat().st_mtime, file.path
            except OSError:
                continue


def _coveralls(
    folders: list[Path], root: Path, base: Path, faults: list[Unanalysed]
) -> Iterator[tuple[str, float | None]]:
    """Yield the least coverage that each `coveralls.json` asks for, by its folder."""
    for folder in folders:
        path = folder / "coveralls.json"
        if not path.is_file():
            continue
        try:
            read = msgspec.json.decode(_content(path, root))
        except (msgspec.DecodeError, NotUnderstood, OSError, UnicodeDecodeError) as fault:
            faults.append(Unanalysed(shown(path, base), 1, f"cannot be read: {fault}"))
            continue
        options = read.get("coverage_options", {}) if isinstance(read, dict) else {}
        least = options.get("minimum_coverage") if isinstance(options, dict) else None
        yield shown(folder, base), least if isinstance(least, int | float) else None
