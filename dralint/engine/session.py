"""What a command asks of the engine: check these paths, with these wishes."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dralint.config import PathFilter
from dralint.discover import Found, shown
from dralint.finding import Result, Severity
from dralint.index import engine_stamp
from dralint.plugins import Plugins

from . import baseline, record
from .choice import Choice, configured, settings_of
from .settings import SEVERITIES, Settings
from .store import Store, folder_of
from .wanted import Wanted, listed

if TYPE_CHECKING:
    from .before import Before
    from .load import Loaded


def check_paths(
    chosen: Wanted,
    choice: Choice,
    plugins: Plugins,
    texts: Mapping[str, bytes] | None = None,
    *,
    disk: bool = True,
    before: "Before | None" = None,
) -> tuple[Result, Severity]:
    """Check what paths belong to; return the result and the severity that fails the run.

    `texts` are files by name whose text is not taken from the disk; without `disk` they are all
    the files there are. `before` is what a change started from, where one is looked at.
    """
    base = Path.cwd()
    reports = chosen.reports(base)
    results: list[Result] = []
    notes: list[str] = []
    fail_on = Severity.WARNING
    for root in chosen.roots:
        settings = settings_of(configured(root, choice), choice, plugins)
        paths = PathFilter.of(settings.config, root)
        known = accepted(root, choice)
        settings = replace(
            settings,
            reported=reports,
            ignored=silenced(paths, root, base),
            excluded=paths.excluded,
            baseline=known.fingerprints,
        )
        notes += [*settings.notes, *known.renamed(settings.former)]
        fail_on = SEVERITIES[choice.fail_on or settings.config.fail_on]
        replaced = {
            name: text for name, text in (texts or {}).items() if (base / name).is_relative_to(root)
        }
        store = Store(None if choice.no_cache else folder_of(root, choice.cache_dir))
        files = listed(
            root, base, chosen.paths, excluded=paths.excluded, replaced=replaced, disk=disk
        )
        key = None
        # Views are for people, in forms of their own; they are not recorded.
        if disk and before is None and not replaced and not settings.views:
            key = _run_key(choice, plugins, settings, root, chosen.paths)
        results.extend(_results(root, base, files, replaced, settings, choice, store, key, before))
        store.close()
    missing = tuple(f"{name}: no such file or directory" for name in chosen.missing)
    result = joined(results, missing)
    return replace(result, notes=tuple(dict.fromkeys(notes))), fail_on


def _results(
    root: Path,
    base: Path,
    files: Sequence[Found],
    replaced: Mapping[str, bytes],
    settings: Settings,
    choice: Choice,
    store: Store,
    key: bytes | None,
    before: "Before | None",
) -> list[Result]:
    """Return what there is to say of files, from the record of the same run if there is one."""
    snapshot = None
    if key is not None and store.is_open:
        snapshot = record.Snapshot.of({each.path: each.real for each in files})
        known = record.recall(store, key, snapshot)
        if known is not None:
            infos = tuple(card.info for card in settings.rules)
            return [replace(result, rules=infos) for result in known]
    # Imported here: it brings the parser, which a run that is known does not need.
    from .load import grouped, readings_of

    def import_rules() -> None:
        from . import evidence, judged  # noqa: F401  needed next

        for card in settings.rules:
            with suppress(Exception):  # said where the rule is run
                card.load()

    largest = settings.config.max_file_kb
    readings = readings_of(files, replaced, choice.jobs, store, largest, import_rules)
    from .evidence import Evidence
    from .judged import judged

    projects = grouped(root, base, files, readings, before.staged if before else None)
    evidences = [Evidence(each, base, settings.analyses, before, store) for each in projects]
    if before is not None and before.gated:
        old = {
            name: text for name, text in before.texts.items() if (base / name).is_relative_to(root)
        }
        then = _earlier(root, base, old, before.papers, settings, choice, store)
        for evidence in evidences:
            evidence.before_by(then)
    results = [
        judged(loaded, settings, evidence, jobs=choice.jobs)
        for loaded, evidence in zip(projects, evidences, strict=True)
    ]
    if key is not None and snapshot is not None:
        texts = {name: each.source for name, each in readings.items() if each.fault is None}
        beside = [evidence.beside() for evidence in evidences]
        if None not in beside:
            record.keep(store, key, snapshot, texts, results, [each for each in beside if each])
    return results


def _earlier(
    root: Path,
    base: Path,
    old: Mapping[str, bytes],
    papers: Mapping[str, bytes],
    settings: Settings,
    choice: Choice,
    store: Store,
) -> Callable[[Path], "Loaded | None"]:
    """Return what finds the project of a folder as it was; it is read when first asked for."""
    from .load import grouped, readings_of

    @cache
    def projects() -> "dict[Path, Loaded]":
        files = listed(root, base, (), excluded=settings.excluded, replaced=old, disk=False)
        largest = settings.config.max_file_kb
        readings = readings_of(files, old, choice.jobs, store, largest)
        found = grouped(root, base, files, readings, papers)
        return {each.root: each for each in found}

    return lambda folder: projects().get(folder)


def _run_key(
    choice: Choice, plugins: Plugins, settings: Settings, root: Path, paths: Sequence[Path]
) -> bytes | None:
    """Return the key of a run from the disk; None where not all is known that it depends on."""
    own, engine = plugins.stamp(), engine_stamp()
    if own is None or engine is None:
        return None
    wishes = replace(choice, jobs=0, cache_dir=None, no_cache=False)
    source = settings.config.source
    return record.key_of(
        own,
        engine,
        wishes,
        source and (source.name, source.directory, source.text),
        sorted(settings.baseline),
        [str(Path.cwd()), str(root), str(root.resolve())],
        sorted(map(str, paths)),
    )


def files_of(chosen: Wanted, choice: Choice) -> list[tuple[str, str]]:
    """Return the files that a check of these paths reads, each with its kind, sorted."""
    from .load import load

    base = Path.cwd()
    configs = [(root, configured(root, choice)) for root in chosen.roots]
    return sorted(
        (file.path, file.kind)
        for root, config in configs
        for loaded in load(
            root,
            base,
            chosen.paths,
            excluded=PathFilter.of(config, root).excluded,
            largest=config.max_file_kb,
        )
        for file in loaded.project.files
    )


def accepted(root: Path, choice: Choice) -> baseline.Accepted:
    """Return the findings that the project's baseline accepts."""
    unasked = choice.isolated or choice.no_baseline
    return baseline.Accepted() if unasked else baseline.read(root)


def silenced(paths: PathFilter, root: Path, base: Path) -> Callable[[str, str], bool]:
    """Return what the configuration silences, for paths relative to `base`."""
    if not paths.ignores:
        return lambda path, rule: False
    return lambda path, rule: paths.ignored(shown(base / path, root), rule)


def joined(results: Sequence[Result], problems: tuple[str, ...]) -> Result:
    """Return several results as one."""
    rules: dict[str, Any] = {}
    for result in results:
        rules.update({info.id: info for info in result.rules})
    sources = {path: text for result in results for path, text in result.sources.items()}
    return Result(
        diagnostics=tuple(
            sorted((d for result in results for d in result.diagnostics), key=lambda d: d.key)
        ),
        rules=tuple(info for _, info in sorted(rules.items())),
        unanalysed=tuple(
            sorted(
                {u for result in results for u in result.unanalysed},
                key=lambda u: (u.path, u.line, u.reason),
            )
        ),
        problems=(*problems, *dict.fromkeys(p for result in results for p in result.problems)),
        sources=sources,
        files=sum(result.files for result in results),
        lines=sum(result.lines for result in results),
        suppressed=sum(result.suppressed for result in results),
        baselined=sum(result.baselined for result in results),
        views={
            name: tuple(data for result in results for data in result.views[name])
            for name in (results[0].views if results else ())
        },
    )
