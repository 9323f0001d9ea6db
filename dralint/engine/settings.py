"""What a run is asked for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dralint.config import Config
from dralint.finding import PROBABLE, Confidence, Severity
from dralint.rule import Card

SEVERITIES = {severity.label: severity for severity in Severity}


@dataclass(frozen=True)
class Settings:
    """What a run is asked for: active rules, options by rule and by analysis, thresholds.

    `reported` says of a path whether findings in it are wanted, `ignored` of a path and a rule
    whether the configuration silences it there, `excluded` of a path whether it is not read.
    `known` are the ids of all rules, active or not. `baseline` are the fingerprints of findings
    that were accepted. `views` names what the result is to show besides its findings. `former`
    gives the id of today for ids that rules had before, and `notes` say where such were asked for.
    """

    rules: Sequence[Card]
    config: Config = field(default_factory=Config)
    options: Mapping[str, Any] = field(default_factory=dict)
    analyses: Mapping[type[Any], Any] = field(default_factory=dict)
    min_confidence: Confidence = PROBABLE
    reported: Callable[[str], bool] = lambda path: True
    ignored: Callable[[str, str], bool] = lambda path, rule: False
    known: frozenset[str] = frozenset()
    excluded: Callable[[str], bool] = lambda path: False
    baseline: frozenset[str] = frozenset()
    views: tuple[str, ...] = ()
    former: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def judged(self) -> frozenset[str]:
        """The ids of the active rules, and those that they had before."""
        ids = frozenset(rule.id for rule in self.rules)
        return ids.union(old for old, new in self.former.items() if new in ids)
