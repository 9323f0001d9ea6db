"""Strings, charlists, heredocs, sigils, and quoted atoms and names: what they are made of."""

from typing import Final, NamedTuple

_LONGEST: Final = 255


class Literal(NamedTuple):
    """A literal that is being read."""

    start: int
    body: int
    name: str
    closer: bytes
    interpolates: bool
    piece: int  # where the part begins that is read at the time
    odd_escape: bool = False


def complaint(literal: Literal, text: bytes) -> str | None:
    """What Elixir has against a whole literal."""
    if literal.name == "sigil":
        return None
    if literal.name == "name" and literal.piece > literal.start:
        return "a function's name cannot be put together here"
    if literal.name in ("name", "atom") and len(text.decode("utf-8", "replace")) > _LONGEST + 2:
        return f"a name is longer than {_LONGEST} characters"
    if literal.odd_escape and literal.name != "name":
        return f"an escape in this {literal.name} is none"
    return None


def misread_end(literal: Literal, content: bytes) -> bool:
    r"""Whether the grammar takes the end of a sigil for an escape, as in `~S(\\)`."""
    plain_sigil = literal.name == "sigil" and not literal.interpolates and len(literal.closer) == 1
    return plain_sigil and content.endswith(b"\\")


def open_tag(text: bytes) -> bool:
    """Whether an EEx tag is left open, which means that the quotes are not where they seem."""
    return text.rfind(b"<%") > text.rfind(b"%>")
