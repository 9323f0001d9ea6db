"""Handed: whether code stands in a function that is handed to a call of some name."""

from collections.abc import Collection

from dralint.project import Call


def handed_to(call: Call, names: Collection[str]) -> bool:
    """Whether a call stands, at any depth, in a closure given to one of these calls."""
    outline = call.file.outline
    index = call.data.closure
    while index >= 0:
        closure = outline.closures[index]
        if any(outline.calls[user].name in names for user, _ in closure.uses):
            return True
        index = closure.parent
    return False
