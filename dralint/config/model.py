"""What a configuration says, as plain data."""

from typing import Annotated, Any, Literal

import msgspec

from .source import Source, Where

Profile = Literal["core", "default", "strict"]
Severity = Literal["error", "warning", "info"]
Level = Literal["error", "warning", "info", "off"]
Confidence = Literal["certain", "probable", "possible"]

ALL = "all"
EXPERIMENTAL = "experimental"
HISTORY = "history"


USUAL_KB = 2000
"""Files above so many kilobytes are named and not read, unless configured."""
LARGEST_KB = 16000
"""What may be configured: the checked project must not have everything read."""


class Custom(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that the configuration makes: what it looks for, where, and what it says.

    One of three is given: `pattern` (code with holes), `calls` (what must not be called), `reach`
    (places that must not be reached within `hops` calls, except by way of `through`). `where` and
    `unless` say in which places. `bad` and `good` are pieces of code.
    """

    id: str
    message: str
    help: str | None = None
    why: str = ""
    severity: Severity = "warning"
    pattern: str | tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    hops: int = 1
    through: tuple[str, ...] = ()
    where: tuple[str, ...] = ("lib", "web")
    unless: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """A configuration. Without arguments it is what holds where there is none.

    Rule ids and the names of analyses are spelled with `-` here, however the file spells them; the
    options in `rules` and `analyses` are as the file has them until `options` makes them a value.
    """

    profile: Profile = "default"
    select: tuple[str, ...] = (ALL,)
    ignore: tuple[str, ...] = ()
    enable: tuple[Literal["experimental", "history"], ...] = ()
    min_confidence: Confidence | None = None
    fail_on: Severity = "warning"
    exclude: tuple[str, ...] = ()
    required_version: str | None = None
    credo: Literal["all", "comments", "none"] = "all"
    max_file_kb: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_KB)] = USUAL_KB
    severity: dict[str, Level] = {}
    per_path_ignores: dict[str, tuple[str, ...]] = {}
    rules: dict[str, dict[str, Any]] = {}
    custom: tuple[Custom, ...] = ()
    analyses: dict[str, dict[str, Any]] = {}
    source: Source | None = None

    def where(self, *keys: str | int) -> Where:
        """Return the place of a value, for messages."""
        return Where(self.source, keys)


KEYS = tuple(
    name.replace("_", "-")
    for name in Config.__struct_fields__
    if name not in ("analyses", "source")
)
"""The keys that a file may have at its top, beside the tables of the analyses."""

_CONFIDENCE: dict[Profile, Confidence] = {
    "core": "certain",
    "default": "probable",
    "strict": "probable",
}
_LEVELS: dict[Profile, dict[str, Level]] = {
    "core": {"error": "error", "warning": "off", "info": "off"},
    "default": {"error": "error", "warning": "warning", "info": "info"},
    "strict": {"error": "error", "warning": "warning", "info": "warning"},
}


def family(rule: str) -> str:
    """Return the first word of a rule's id."""
    return rule.partition("-")[0]


def final_severity(config: Config, rule: str, severity: str) -> Level:
    """Return how grave a finding is reported, given how grave its rule calls it.

    What `[severity]` says of the rule wins over what it says of the family, and that over the
    profile. "off" is no finding.
    """
    own = config.severity.get(rule) or config.severity.get(family(rule))
    return own or _LEVELS[config.profile][severity]


def final_confidence(config: Config) -> Confidence:
    """Return the least confidence that is reported: as configured, or as the profile has it."""
    return config.min_confidence or _CONFIDENCE[config.profile]
