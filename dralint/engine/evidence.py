"""Evidence from beside the source: read here, on demand, and handed to analyses as plain values.

See docs/design/evidence.md.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from dralint.analysis.evidence.base import Base
from dralint.analysis.evidence.coverage_formats import NotUnderstood, read_coverage
from dralint.analysis.evidence.history import CommitRecord, FileChange, History
from dralint.analysis.evidence.reports import Reports, ReportsOptions
from dralint.analysis.evidence.run_formats import read_tests
from dralint.analysis.evidence.tool_formats import read_tool
from dralint.discover import shown
from dralint.finding import Unanalysed
from dralint.git import Change, GitError, Repository
from dralint.project import Papers, Project

from .ask import Ask
from .before import Before
from .beside import Beside
from .load import Loaded

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
    ) -> None:
        """Answer for a project.

        `base` is the folder that reported paths are relative to. `options` are those of analyses,
        by their class. `before` is what a change started from; None: no change is looked at.
        """
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
            History: lambda: history_of(self._loaded.root, self._base),
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

        That is the history, and reports: whether one is out of date depends on the times of files.
        """
        reports = self._read.get(Reports) or Reports()
        if History in self._read or reports.is_any:
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
        return Beside.of(files, listings)


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


def _in_project(
    changes: Iterable[Change], named: Callable[[str | None], str | None]
) -> Iterator[FileChange]:
    """Yield the changes of a commit to files of Elixir below the project's folder."""
    for each in changes:
        old, new = named(each.old_path), named(each.path)
        if old is not None or new is not None:
            yield FileChange(old, new, each.old_blob if old else None, each.blob if new else None)


def history_of(root: Path, base: Path) -> History:
    """Read the history of the folder `root` from its repository; nothing is ever written.

    `base` is the folder that reported paths are relative to.
    """
    place = shown(root, base)
    try:
        repository = Repository.open(root)
        commits = repository.commits("HEAD")
        cut = repository.is_shallow
        known = {commit.id for commit in commits}
        # The parents of the oldest commits of a shallow clone are named, but not there.
        single = [
            replace(commit, parents=()) if cut and not known.issuperset(commit.parents) else commit
            for commit in commits
            if len(commit.parents) < 2
        ]
        changes = dict(repository.changes(single))
    except GitError as error:
        return History(faults=(Unanalysed(place, 1, f"its history cannot be read: {error}"),))

    def named(path: str | None) -> str | None:
        if path is None or not path.endswith((".ex", ".exs")):
            return None
        real = repository.top / path
        return shown(real, base) if real.is_relative_to(real_root) else None

    real_root = Path(os.path.realpath(root))
    base = Path(os.path.realpath(base))
    records = tuple(
        CommitRecord(
            commit.id,
            commit.parents,
            commit.message.partition("\n")[0],
            tuple(_in_project(changes.get(commit.id, ()), named)),
        )
        for commit in commits
    )
    reason = "the history before its oldest commits is not there: the clone is shallow"
    faults = (Unanalysed(place, 1, reason),) if cut else ()
    return History(True, cut, records, repository.blobs, faults)
