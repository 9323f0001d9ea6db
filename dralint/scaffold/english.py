"""Sentences for docs and tests, made of the names of actions and resources."""

from dralint.analysis.layout.evidence import singular
from dralint.analysis.layout.lexicon import words


def does(action: str, resource: str) -> str:
    """Return what an action does, without a full stop: `creates a user`."""
    parts = words(action)
    if parts[0] in ("list", "index", "search", "filter", "query", "count") and len(parts) == 1:
        return f"{_third(parts[0])} {things(resource)}"
    thing = one(resource)
    article = "an" if thing[0] in "aeio" else "a"
    if len(parts) == 1:
        return f"{_third(parts[0])} {article} {thing}"
    return f"does `{action}` with {article} {thing}"


def one(resource: str) -> str:
    """Return a resource in the singular: `user token`."""
    *first, last = words(resource)
    return " ".join((*first, singular(last)))


def things(resource: str) -> str:
    """Return a resource in the plural: `user tokens`."""
    return _third(one(resource))


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"
