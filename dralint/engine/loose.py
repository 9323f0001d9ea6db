"""Loose snippets checked: the fenced blocks of Markdown files, and files taken one by one."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from dralint.finding import Result, Severity
from dralint.outline import Outline, outline_of
from dralint.plugins import Plugins
from dralint.project import App, Mix, Project

from .choice import Choice, configured, settings_of
from .judged import not_understood
from .read import text_fault
from .run import check_project
from .session import joined
from .settings import SEVERITIES, Settings
from .snippets import fences, kind_of_text


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
    result = replace(joined(results, tuple(problems)), notes=settings.notes)
    return result, SEVERITIES[choice.fail_on or config.fail_on]


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
    return check_project(project, settings, lambda path: source, not_understood(name, outline))
