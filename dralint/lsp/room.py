"""One project in an editor: what was read of it stays in memory, and only what changes is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from dralint.config import PathFilter
from dralint.discover import Found, shown
from dralint.engine.ask import Ask
from dralint.engine.choice import Choice, configured, settings_of
from dralint.engine.evidence import Evidence
from dralint.engine.judge import is_local
from dralint.engine.judged import judged, not_understood, source_of
from dralint.engine.load import Loaded, grouped
from dralint.engine.read import Reading, read_files, read_texts
from dralint.engine.run import check_project
from dralint.engine.session import accepted, joined, silenced
from dralint.engine.settings import Settings
from dralint.engine.store import Store, folder_of
from dralint.engine.wanted import listed
from dralint.finding import Diagnostic, Result
from dralint.plugins import Plugins
from dralint.project import File

Stat = tuple[int, int, int]


@dataclass(frozen=True)
class Judged:
    """What one run had to say of a project: its findings by path, and whom to ask for more.

    `sources` are the texts that it is about. `asks` answer for analyses, one for each project
    below the root.
    """

    root: Path
    result: Result
    by_path: Mapping[str, tuple[Diagnostic, ...]]
    loaded: tuple[Loaded, ...]
    asks: tuple[Ask, ...]

    def source(self, path: str) -> bytes:
        """Return the text of a file, empty where it was not read."""
        for each in self.loaded:
            if path in each.sources:
                return each.sources[path]
        return source_of(self.loaded[0], path) if self.loaded else b""

    def file(self, path: str) -> tuple[Ask, File] | None:
        """Return a file and whom to ask about it."""
        for ask, each in zip(self.asks, self.loaded, strict=True):
            if path in each.project.by_path:
                return ask, each.project.by_path[path]
        return None


class Room:
    """The files below one root, and the settings that hold for them.

    Belongs to one thread. Without `disk`, what the editor holds is all there is: a file that is in
    no project does not have its whole folder read.
    """

    def __init__(self, root: Path, plugins: Plugins, choice: Choice, disk: bool = True) -> None:
        self.root = root
        self._plugins = plugins
        self._choice = choice
        self._disk = disk
        self._files: list[Found] = []
        self._readings: dict[str, Reading] = {}
        self._stats: dict[str, Stat | None] = {}
        self._settings: Settings | None = None
        self._local: list[Any] = []
        self._beside: dict[tuple[Path, type[Any]], Any] = {}
        self._papers: dict[Path, Any] = {}
        self._loaded: list[Loaded] | None = None

    def name(self, path: Path) -> str:
        """Return how reports name a file."""
        return shown(path, self.root)

    def refresh(self, buffers: Mapping[str, bytes], reported: Callable[[Path], bool]) -> None:
        """Look at the disk again: configuration, baseline, the files there are, what they hold.

        `buffers` are the texts that the editor holds, by name. `reported` says of a file whether
        its findings are wanted. A faulty configuration raises DralintError.
        """
        config = configured(self.root, self._choice)
        settings = settings_of(config, self._choice, self._plugins)
        paths = PathFilter.of(settings.config, self.root)
        self._settings = replace(
            settings,
            reported=lambda path: reported(self.root / path),
            ignored=silenced(paths, self.root, self.root),
            baseline=accepted(self.root, self._choice).fingerprints,
        )
        local = [rule for rule in settings.rules if is_local(rule)]
        ids = {rule.id for rule in local}
        self._local = [rule for rule in local if ids.issuperset(rule.after)]
        self._files = listed(
            self.root,
            self.root,
            excluded=paths.excluded,
            replaced={
                name: text for name, text in buffers.items() if name.endswith((".ex", ".exs"))
            },
            disk=self._disk,
        )
        self._beside.clear()
        self._papers.clear()
        self._read(buffers)

    def _read(self, buffers: Mapping[str, bytes]) -> None:
        """Read the files whose size, time or inode is not what it was."""
        stats = {each.path: _stat(each.real) for each in self._files if each.path not in buffers}
        known = self._readings
        changed = [
            (each.path, each.real)
            for each in self._files
            if each.path in stats
            and (each.path not in known or stats[each.path] != self._stats.get(each.path))
        ]
        store = Store(None if self._choice.no_cache else folder_of(self.root, None))
        # One process: this one has threads, and is not to be forked.
        fresh = read_files(changed, 1, store)
        store.close()
        self._stats = stats
        kept = {each.path for each in self._files} - fresh.keys()
        self._readings = {name: known[name] for name in kept if name in known} | fresh
        self._loaded = None
        for each in self._files:
            if each.path in buffers:
                self.put(each.path, buffers[each.path])

    def put(self, name: str, text: bytes) -> bool:
        """Take the text of a file from the editor; return whether that is another than before.

        A file that is not among those to be read is left alone.
        """
        old = self._readings.get(name)
        if old is not None and old.source == text and old.fault is None:
            return False
        if old is None and not any(each.path == name for each in self._files):
            return False
        self._readings[name] = read_texts({name: text}, 1)[name]
        self._stats.pop(name, None)
        self._loaded = None
        return True

    def holds(self, name: str) -> bool:
        """Whether a file is among those that are read."""
        return name in self._readings

    @property
    def local(self) -> frozenset[str]:
        """The ids of the rules that judge each file for itself."""
        return frozenset(rule.id for rule in self._local)

    @property
    def _projects(self) -> list[Loaded]:
        if self._loaded is None:
            self._loaded = grouped(self.root, self.root, self._files, self._readings)
            for each in self._loaded:
                # What lies beside the code is looked for when the disk is, not at each keystroke.
                each.project.papers = self._papers.setdefault(each.root, each.project.papers)
        return self._loaded

    def judge_file(self, name: str) -> tuple[Diagnostic, ...] | None:
        """Return what the rules say that look at one file alone; None where it is not there."""
        assert self._settings is not None, "refresh comes first"
        for loaded in self._projects:
            file = loaded.project.by_path.get(name)
            if file is not None:
                result = check_project(
                    loaded.project,
                    replace(self._settings, rules=self._local),
                    partial(source_of, loaded),
                    not_understood(name, file.outline),
                    only=file,
                )
                return result.diagnostics
        return None

    def judge(self, pause: Callable[[], None]) -> Judged:
        """Return what there is to say of the project; what `pause` raises ends it."""
        assert self._settings is not None, "refresh comes first"
        results: list[Result] = []
        asks: list[Ask] = []
        projects = self._projects
        for loaded in projects:
            evidence = Evidence(loaded, self.root, self._settings.analyses)
            readers = {
                kind: partial(self._kept, loaded.root, kind, read)
                for kind, read in evidence.readers.items()
            }
            ask = Ask(loaded.project, self._settings.analyses, readers, pause)
            results.append(judged(loaded, self._settings, evidence, ask))
            asks.append(ask)
        for ask in asks:
            ask.pause = lambda: None
        result = joined(results, ())
        by_path: dict[str, list[Diagnostic]] = {}
        for each in result.diagnostics:
            by_path.setdefault(each.span.path, []).append(each)
        return Judged(
            self.root,
            result,
            {path: tuple(found) for path, found in by_path.items()},
            tuple(projects),
            tuple(asks),
        )

    def _kept(self, root: Path, kind: type[Any], read: Callable[[], Any]) -> Any:
        key = (root, kind)
        if key not in self._beside:
            self._beside[key] = read()
        return self._beside[key]


def _stat(path: Path) -> Stat | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino
