"""What a command asks of the engine: check these paths, with these wishes."""

import gc
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dralint import config as configuration
from dralint.config import Config, ConfigError, PathFilter, Selection
from dralint.finding import CERTAIN, ERROR, Confidence, Finding, Result, Severity, Unanalysed
from dralint.outline import Outline, outline_of
from dralint.plugins import Plugins
from dralint.project import App, Mix, Project
from dralint.project.discover import shown
from dralint.text import Position, Span

from . import baseline
from .judge import Found
from .load import Loaded, Wanted, load
from .read import text_fault
from .run import Settings, check_project
from .snippets import fences, kind_of_text
from .store import Store, folder_of

CONFIDENCES = {confidence.label: confidence for confidence in Confidence}
SEVERITIES = {severity.label: severity for severity in Severity}


@dataclass(frozen=True)
class Choice:
    """The wishes of the command line; None: as configured."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    enable: tuple[str, ...] = ()
    min_confidence: str | None = None
    fail_on: str | None = None
    profile: str | None = None
    config_file: str | None = None
    isolated: bool = False
    no_baseline: bool = False
    views: tuple[str, ...] = ()
    jobs: int = 0
    cache_dir: str | None = None
    no_cache: bool = False


def configured(root: Path, choice: Choice) -> Config:
    """Return the configuration that holds for a project, with the command line's wishes."""
    config = Config()
    if choice.config_file is not None:
        config = configuration.load(Path(choice.config_file))
    elif not choice.isolated:
        path = configuration.find(root)
        if path is not None:
            config = configuration.load(path)
    if choice.profile is not None:
        config = Config(**{**_fields(config), "profile": choice.profile})
    return config


def _fields(config: Config) -> dict[str, Any]:
    return {name: getattr(config, name) for name in config.__struct_fields__}


def settings_of(config: Config, choice: Choice, plugins: Plugins) -> Settings:
    """Return what a run is asked for; what nothing answers to raises ConfigError."""
    rules = plugins.cards
    families = {rule.info.family for rule in rules.values()}
    with_options = {
        id: kind
        for id in config.rules
        if id in rules and rules[id].configurable and (kind := rules[id].load().options) is not None
    }
    analyses = _analyses(config)
    for option in ("select", "ignore"):
        configuration.check_names(
            f"--{option}", getattr(choice, option), rules=rules, families=families
        )
    configuration.check(
        config, rules=rules, families=families, analyses=analyses, options=with_options
    )
    selection = Selection.of(
        config, select=choice.select, ignore=choice.ignore, enable=choice.enable
    )
    active = [
        rule
        for rule in rules.values()
        if selection.is_selected(rule.id, rule.info.default, rule.info.severity.label)
    ]
    least = choice.min_confidence or configuration.final_confidence(config)
    return Settings(
        rules=active,
        config=config,
        options={
            id: configuration.rule_options(config, id, kind) for id, kind in with_options.items()
        },
        analyses={
            kind: configuration.analysis_options(config, name, kind)
            for name, kind in analyses.items()
        },
        min_confidence=CONFIDENCES[least],
        known=frozenset(rules),
        views=choice.views,
    )


def _analyses(config: Config) -> dict[str, type[Any]]:
    """Return the options of analyses; they are imported where some are given."""
    if not config.analyses:
        return {}
    from dralint.analysis import OPTIONS

    return OPTIONS


def check_paths(
    chosen: Wanted,
    choice: Choice,
    plugins: Plugins,
    texts: Mapping[str, bytes] | None = None,
    *,
    disk: bool = True,
) -> tuple[Result, Severity]:
    """Check what paths belong to; return the result and the severity that fails the run.

    `texts` are files by name whose text is not taken from the disk; without `disk` they are all
    the files there are.
    """
    base = Path.cwd()
    reports = chosen.reports(base)
    results: list[Result] = []
    fail_on = Severity.WARNING
    for root in chosen.roots:
        config = configured(root, choice)
        paths = PathFilter.of(config, root)
        settings = replace(
            settings_of(config, choice, plugins),
            reported=reports,
            ignored=_ignored(paths, root, base),
            baseline=_baseline(root, choice),
        )
        fail_on = SEVERITIES[choice.fail_on or config.fail_on]
        replaced = {
            name: text for name, text in (texts or {}).items() if (base / name).is_relative_to(root)
        }
        store = Store(None if choice.no_cache else folder_of(root, choice.cache_dir))
        projects = load(
            root,
            base,
            chosen.paths,
            excluded=paths.excluded,
            replaced=replaced,
            disk=disk,
            jobs=choice.jobs,
            store=store,
        )
        store.close()
        results.extend(_check_loaded(loaded, settings) for loaded in projects)
    missing = tuple(f"{name}: no such file or directory" for name in chosen.missing)
    return _joined(results, missing), fail_on


def files_of(chosen: Wanted, choice: Choice) -> list[tuple[str, str]]:
    """Return the files that a check of these paths reads, each with its kind, sorted."""
    base = Path.cwd()
    return sorted(
        (file.path, file.kind)
        for root in chosen.roots
        for loaded in load(
            root,
            base,
            chosen.paths,
            excluded=PathFilter.of(configured(root, choice), root).excluded,
        )
        for file in loaded.project.files
    )


def _baseline(root: Path, choice: Choice) -> frozenset[str]:
    return frozenset() if choice.isolated or choice.no_baseline else baseline.read(root)


def _ignored(paths: PathFilter, root: Path, base: Path) -> Callable[[str, str], bool]:
    """Return what the configuration silences, for paths relative to `base`."""
    if not paths.ignores:
        return lambda path, rule: False
    return lambda path, rule: paths.ignored(shown(base / path, root), rule)


def _check_loaded(loaded: Loaded, settings: Settings) -> Result:
    unanalysed = [fault for fault in loaded.faults if settings.reported(fault.path)]
    extra: list[Found] = []
    syntax = next((rule for rule in settings.rules if rule.id == "syntax-error"), None)
    if syntax is not None:
        extra = [Found(syntax, _unreadable(fault)) for fault in unanalysed]
    for file in loaded.project.files:
        if settings.reported(file.path):
            unanalysed.extend(_not_understood(file.path, file.outline))

    def source_of(path: str) -> bytes:
        return loaded.sources.get(path, b"")

    # What was read stays until the end, so the collector need not go through it while rules run.
    gc.freeze()
    try:
        return check_project(loaded.project, settings, source_of, unanalysed, extra)
    finally:
        gc.unfreeze()


def _unreadable(fault: Unanalysed) -> Finding:
    start = Position(1, 1)
    return Finding(
        Span(fault.path, start, start),
        f"the file {fault.reason}",
        severity=ERROR,
        confidence=CERTAIN,
    )


def _not_understood(path: str, outline: Outline) -> Iterable[Unanalysed]:
    if outline.template:
        yield Unanalysed(path, 1, "an EEx template, not Elixir")
    for start, _, message in outline.breaks:
        yield Unanalysed(path, outline.lines.line(start), f"does not parse: {message}")
    for offset in outline.cut[:1]:
        yield Unanalysed(path, outline.lines.line(offset), "nested too deeply to be read on")


def check_snippets(
    names: Sequence[str], choice: Choice, plugins: Plugins
) -> tuple[Result, Severity]:
    """Check the fenced blocks of Markdown files, and other files as loose snippets."""
    config = configured(Path.cwd(), choice)
    settings = settings_of(config, choice, plugins)
    results: list[Result] = []
    problems: list[str] = []
    for name in names:
        path = Path(name)
        files = sorted(path.rglob("*.ex*")) if path.is_dir() else [path]
        for file in files:
            shown = os.path.relpath(file).replace(os.sep, "/")
            try:
                source = file.read_bytes()
            except OSError as error:
                problems.append(f"{shown}: {(error.strerror or str(error)).lower()}")
                continue
            fault = text_fault(source)
            if fault:
                problems.append(f"{shown}: {fault}")
                continue
            results.extend(
                _check_snippet(shown, text, settings) for text in _snippet_texts(file, source)
            )
    return _joined(results, tuple(problems)), SEVERITIES[choice.fail_on or config.fail_on]


def _snippet_texts(file: Path, source: bytes) -> list[bytes]:
    """Return the texts to check, each padded with empty lines to stand where it stood."""
    if file.suffix not in (".md", ".livemd", ".markdown", ".txt"):
        return [source]
    blocks = fences(source.decode("utf-8").replace("\r\n", "\n"))
    return [("\n" * (block.line - 1) + block.text).encode() for block in blocks]


def _check_snippet(name: str, source: bytes, settings: Settings) -> Result:
    outline = outline_of(source)
    files: Mapping[str, tuple[str, str, App, Outline]] = {
        name: (Path(name).name, kind_of_text(outline), App(".", Mix()), outline)
    }
    project = Project(files, rooted=False, snippet=True)
    return check_project(project, settings, lambda path: source, _not_understood(name, outline))


def _joined(results: Sequence[Result], problems: tuple[str, ...]) -> Result:
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


__all__ = ["Choice", "ConfigError", "check_paths", "check_snippets"]
