"""The technical stack of a plan: which libraries it names, by the words that people use."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dralint.analysis.plan.sections import Section

_ABOUT = re.compile(r"\b(technical|technology|tech) (stack|choices)\b|^stack$|\bdependencies\b")
LIBRARIES: dict[str, tuple[str, ...]] = {
    "phoenix": ("phoenix",),
    "liveview": ("phoenix_live_view",),
    "live view": ("phoenix_live_view",),
    "ash": ("ash",),
    "ecto": ("ecto", "ecto_sql"),
    "postgres": ("postgrex", "ash_postgres"),
    "postgresql": ("postgrex", "ash_postgres"),
    "mysql": ("myxql",),
    "sqlite": ("ecto_sqlite3", "exqlite", "ash_sqlite"),
    "mongodb": ("mongodb_driver", "mongodb"),
    "redis": ("redix", "exredis"),
    "kafka": ("brod", "kaffe", "kafka_ex", "broadway_kafka", "elsa"),
    "rabbitmq": ("amqp", "broadway_rabbitmq", "gen_rmq"),
    "oban": ("oban",),
    "absinthe": ("absinthe",),
    "graphql": ("absinthe", "ash_graphql", "neuron"),
    "broadway": ("broadway",),
    "genstage": ("gen_stage",),
    "commanded": ("commanded",),
    "req": ("req",),
    "finch": ("finch",),
    "tesla": ("tesla",),
    "httpoison": ("httpoison",),
    "swoosh": ("swoosh",),
    "bamboo": ("bamboo",),
    "guardian": ("guardian",),
    "ueberauth": ("ueberauth",),
    "bcrypt": ("bcrypt_elixir",),
    "argon2": ("argon2_elixir",),
    "quantum": ("quantum",),
    "cachex": ("cachex",),
    "nebulex": ("nebulex",),
    "libcluster": ("libcluster",),
    "horde": ("horde",),
    "bandit": ("bandit",),
    "cowboy": ("plug_cowboy", "cowboy"),
    "sentry": ("sentry",),
    "credo": ("credo",),
    "dialyxir": ("dialyxir",),
    "mox": ("mox",),
    "wallaby": ("wallaby",),
    "nerves": ("nerves",),
}
"""The libraries that stand for a word; one of them is enough."""
MAJOR = frozenset(
    """
    phoenix phoenix_live_view ash postgrex myxql ecto_sqlite3 mongodb_driver redix brod kafka_ex
    broadway_kafka amqp broadway_rabbitmq oban absinthe broadway commanded nerves
    """.split()
)
"""Libraries that a stack is made of, so that a plan of it names them."""
_WORDS = re.compile(r"\b(" + "|".join(sorted(LIBRARIES, key=len, reverse=True)) + r")\b", re.I)
_DOUBT = re.compile(
    r"\b(no|not|none|without|instead|avoid|n/a|optional|maybe|possibly|later|future|or|other|if|"
    r"tbd|considered|rejected|replaces?|alternatives?)\b|\s/\s|\?",
    re.I,
)
_BULLET = re.compile(r"^\s*(?:[-*+]|\||\d+\.)\s*(?P<text>.+)$|^(?P<bold>\*\*.+)$")


@dataclass(frozen=True)
class PlannedLibrary:
    """A library of the stack: the word as written, and the packages that are meant by it."""

    word: str
    packages: tuple[str, ...]
    line: int


def libraries_in(sections: Iterable[Section]) -> Iterator[PlannedLibrary]:
    """Yield the libraries that sections about the stack name, without what they leave in doubt."""
    seen: set[tuple[str, ...]] = set()
    for section in sections:
        if not section.speaks_of(_ABOUT):
            continue
        for line in section.lines:
            item = _BULLET.match(line.text)
            text = (item["text"] or item["bold"]) if item else ""
            label, colon, value = text.partition(":")
            # A label that nobody filled in plans nothing.
            if _DOUBT.search(text) or (colon and not value.strip("* `")):
                continue
            for word in _WORDS.findall(f"{label} {value}"):
                packages = LIBRARIES[word.lower()]
                if packages not in seen:
                    seen.add(packages)
                    yield PlannedLibrary(word, packages, line.number)
