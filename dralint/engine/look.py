"""Projects to look at, without rules: what commands that draw or write ask of the engine."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dralint import config as configuration
from dralint.analysis.options import OPTIONS
from dralint.config import PathFilter

from .ask import Ask
from .choice import Choice, configured
from .load import Loaded, load
from .wanted import Wanted


@dataclass(frozen=True)
class View:
    """One project, with answers under the configuration that holds for it."""

    loaded: Loaded
    ask: Ask


def views(
    chosen: Wanted,
    choice: Choice,
    evidence: Mapping[type[Any], Callable[[], Any]] | None = None,
) -> Iterator[View]:
    """Yield the projects that paths belong to, as configured, with evidence to answer from.

    Raises ConfigError for a faulty table.
    """
    base = Path.cwd()
    for root in chosen.roots:
        config = configured(root, choice)
        options: dict[type[Any], Any] = {
            kind: configuration.analysis_options(config, name, kind)
            for name, kind in OPTIONS.items()
        }
        excluded = PathFilter.of(config, root).excluded
        for loaded in load(
            root,
            base,
            chosen.paths,
            excluded=excluded,
            jobs=choice.jobs,
            largest=config.max_file_kb,
        ):
            yield View(loaded, Ask(loaded.project, options, evidence))
