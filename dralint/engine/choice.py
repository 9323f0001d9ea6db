"""What is wished for: the command line and the configuration become the settings of a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dralint import config as configuration
from dralint.config import Config, Selection
from dralint.finding import Confidence
from dralint.plugins import Plugins
from dralint.rule import Card

from .settings import Settings

CONFIDENCES = {confidence.label: confidence for confidence in Confidence}


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
    elif choice.isolated:
        config = Config(credo="comments")
    else:
        path = configuration.find(root)
        if path is not None:
            config = configuration.load(path)
    if choice.profile is not None:
        config = Config(**{**_fields(config), "profile": choice.profile})
    return config


def _fields(config: Config) -> dict[str, Any]:
    return {name: getattr(config, name) for name in config.__struct_fields__}


def known_rules(config: Config, plugins: Plugins) -> Mapping[str, Card]:
    """Return the card of every rule by id: those of plugins, and those of the configuration."""
    if not config.custom:
        return plugins.cards
    from dralint.custom import cards

    return {**plugins.cards, **cards(config, plugins.cards)}


def settings_of(config: Config, choice: Choice, plugins: Plugins) -> Settings:
    """Return what a run is asked for; what nothing answers to raises ConfigError."""
    rules = known_rules(config, plugins)
    former = {old: new for old, new in plugins.former.items() if old not in rules}
    every = (*rules, *former)
    families = {rule.info.family for rule in rules.values()}
    with_options = {
        id: kind
        for id in config.rules
        if (card := rules.get(former.get(id, id))) is not None
        and card.configurable
        and (kind := card.load().options) is not None
    }
    analyses = _analyses(config)
    notes: list[str] = []
    for option in ("select", "ignore"):
        names = getattr(choice, option)
        configuration.check_names(f"--{option}", names, rules=every, families=families)
        old = [name for name in names if name in former]
        notes += [f"--{option}: {configuration.called(name, former[name])}" for name in old]
    configuration.check(
        config, rules=every, families=families, analyses=analyses, options=with_options
    )
    options = {
        former.get(id, id): configuration.rule_options(config, id, kind)
        for id, kind in with_options.items()
    }
    config, said = configuration.renamed(config, former)
    selection = Selection.of(
        config,
        select=configuration.today(choice.select, former),
        ignore=configuration.today(choice.ignore, former),
        enable=choice.enable,
    )
    active = [
        rule
        for rule in rules.values()
        if selection.is_selected(
            rule.id, rule.info.default, rule.info.severity.label, rule.info.switch
        )
    ]
    least = choice.min_confidence or configuration.final_confidence(config)
    return Settings(
        rules=active,
        config=config,
        options=options,
        analyses={
            kind: configuration.analysis_options(config, name, kind)
            for name, kind in analyses.items()
        },
        min_confidence=CONFIDENCES[least],
        known=frozenset(rules),
        views=choice.views,
        former=former,
        notes=(*notes, *said),
    )


def _analyses(config: Config) -> dict[str, type[Any]]:
    """Return the options of analyses; they are imported where some are given."""
    if not config.analyses:
        return {}
    from dralint.analysis.options import OPTIONS

    return OPTIONS
