"""Sentences for docs and tests, made of the names of actions and resources."""

from dralint.analysis.layout.evidence import singular
from dralint.analysis.layout.lexicon import words


def does(action: str, resource: str) -> str:
    """Return what an action does, without a full stop: `creates a user`."""
    parts = words(action)
    thing = " ".join(words(resource))
    if parts[0] in ("list", "index", "search", "filter", "query", "count") and len(parts) == 1:
        return f"{_third(parts[0])} {_plural(thing)}"
    if len(parts) == 1:
        return f"{_third(parts[0])} {_with_article(thing)}"
    return f"does `{action}` with {_with_article(thing)}"


def things(resource: str) -> str:
    """Return a resource in the plural: `user tokens`."""
    return _plural(" ".join(words(resource)))


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def _with_article(thing: str) -> str:
    if _is_plural(thing):
        return f"the {thing}"
    return f"an {thing}" if thing[0] in "aeio" else f"a {thing}"


def _plural(thing: str) -> str:
    return thing if _is_plural(thing) else _third(thing)


def _is_plural(thing: str) -> bool:
    last = thing.rpartition(" ")[2]
    return last.endswith("s") and singular(last) != last
