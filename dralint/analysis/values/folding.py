"""Folding: what operators make of constants, and lists as their elements."""

from dralint.analysis.values.constants import (
    UNKNOWN,
    Alt,
    Alts,
    Condition,
    Constant,
    Item,
    List,
    Map,
    Name,
    Place,
    Template,
    Text,
    Thunk,
    Tuple,
    Unknown,
    name_of,
    only,
    under,
)
from dralint.outline.values import Sigil

ENTRIES = 256
"""How many elements a list may have."""


def truth(alts: Alts) -> bool | None:
    """Whether a condition holds, if that is known for certain."""
    answers = set()
    for alt in alts:
        constant = alt.constant
        if isinstance(constant, UNKNOWN) or alt.when:
            return None
        answers.add(not (isinstance(constant, Name) and constant.name in ("nil", "false")))
    return answers.pop() if len(answers) == 1 else None


def sigil(value: Sigil, at: Place) -> Alts | None:
    """Return a list of words, or a text."""
    if value.parts:
        return None
    if value.name.lower() == "w":
        words = value.text.split()
        kind = value.modifiers[:1]
        made = [Name(f":{word}", at) if kind == "a" else Text(word, at) for word in words]
        return (Alt(List(tuple(Item((Alt(word),)) for word in made), at)),)
    return (Alt(Text(value.text, at)),) if value.name in ("s", "S") else None


def entries(alts: Alts) -> list[Item]:
    """Return the elements of a list that may be one of several: each under its conditions.

    What all of them begin or end with stands there once.
    """
    alts, found, last = _shared(alts)
    for alt in alts:
        constant = alt.constant
        if isinstance(constant, List):
            found.extend(
                Item(item.alts, (*item.when, *alt.when), item.many) for item in constant.items
            )
        elif isinstance(constant, Map):
            found.extend(
                Item((Alt(Tuple(pair, constant.at)),), alt.when) for pair in constant.pairs
            )
            if constant.open:
                found.append(
                    Item((Alt(Unknown("%{...}", "computed", constant.at)),), alt.when, True)
                )
        elif isinstance(constant, UNKNOWN):
            found.append(Item((Alt(constant),), alt.when, True))
    return [*found, *last]


def merged(alts: Alts) -> Alts:
    """Return several lists as one whose elements stand under conditions; other things as given."""
    if len(alts) < 2 or not all(isinstance(alt.constant, List) for alt in alts):
        return alts
    return listed(entries(alts), alts[0].constant.at)


def _shared(alts: Alts) -> tuple[Alts, list[Item], list[Item]]:
    """Return several lists without what all of them begin and end with, and these two parts."""
    lists = [alt.constant for alt in alts if isinstance(alt.constant, List)]
    if len(alts) < 2 or len(lists) < len(alts):
        return alts, [], []
    rows = [found.items for found in lists]
    first = _alike(rows)
    last = _alike([row[first:][::-1] for row in rows])
    common = tuple(c for c in alts[0].when if all(c in alt.when for alt in alts))
    ends = (rows[0][:first], rows[0][len(rows[0]) - last :])
    head, tail = ([Item(i.alts, (*i.when, *common), i.many) for i in part] for part in ends)
    left = (
        Alt(List(row[first : len(row) - last], found.at), alt.when)
        for row, found, alt in zip(rows, lists, alts, strict=True)
    )
    return tuple(left), head, tail


def _alike(rows: list[tuple[Item, ...]]) -> int:
    """Return how many elements at the beginning are the same ones in every row."""
    count = 0
    for row in zip(*rows, strict=False):
        if any(item != row[0] or _start(item) != _start(row[0]) for item in row[1:]):
            break
        count += 1
    return count


def _start(item: Item) -> int:
    return item.alts[0].constant.at.start if item.alts else -1


def operator(op: str, sides: list[Thunk], site: tuple[str, int], at: Place) -> Alts | None:
    """Return what an operator gives, None where that is not known."""
    if op == "++":
        return listed([item for side in sides for item in entries(side())], at)
    if op == "--":
        gone = {name_of(item.alts) for item in entries(sides[1]())} - {None}
        exact = all(name_of(item.alts) is not None for item in entries(sides[1]()))
        when = (Condition(site, 0, "unless removed"),)
        kept = [
            Item(item.alts, item.when if exact else (*item.when, *when), item.many)
            for item in entries(sides[0]())
            if name_of(item.alts) is None or name_of(item.alts) not in gone
        ]
        return listed(kept, at)
    if op in ("||", "or", "&&", "and"):
        return _either(op in ("||", "or"), sides, site)
    if op == "<>":
        return _text([only(side()) for side in sides], at)
    if op in ("==", "!=") and len(sides) == 2:
        left, right = (only(side()) for side in sides)
        if isinstance(left, Name | Text) and isinstance(right, Name | Text):
            return (Alt(Name(str((left == right) == (op == "==")).lower(), at)),)
    if op in ("!", "not"):
        known = truth(sides[0]())
        return None if known is None else (Alt(Name(str(not known).lower(), at)),)
    return None


def _either(first: bool, sides: list[Thunk], site: tuple[str, int]) -> Alts:
    """Return the first side that is true (or false, for `&&`), or the last one."""
    found: list[Alt] = []
    for number, side in enumerate(sides[:-1]):
        alts = side()
        known = truth(alts)
        if known is first:
            return (*found, *alts)
        if known is None:
            when = (Condition(site, number, "if it is so" if first else "if it is not so"),)
            found.extend(
                alt for alt in under(alts, when) if truth((Alt(alt.constant),)) is not (not first)
            )
    if not found:
        return sides[-1]()
    when = (Condition(site, len(sides), "otherwise"),)
    return (*found, *under(sides[-1](), when))


def _text(pieces: list[Constant | None], at: Place) -> Alts | None:
    """Return texts in a row as one, with holes for what varies; None if nothing is known."""
    parts: list[str | None] = []
    for piece in pieces:
        for part in _parts(piece):
            if part is not None and parts and parts[-1] is not None:
                parts[-1] += part
            else:
                parts.append(part)
    if len(parts) == 1 and parts[0] is not None:
        return (Alt(Text(parts[0], at)),)
    return (Alt(Template(tuple(parts), "string", at)),) if any(parts) else None


def _parts(piece: Constant | None) -> tuple[str | None, ...]:
    if isinstance(piece, Text):
        return (piece.text,)
    return piece.parts if isinstance(piece, Template) else (None,)


def listed(items: list[Item], at: Place) -> Alts:
    """Return a list of elements; of too many, the first and an unknown rest."""
    if len(items) > ENTRIES:
        rest = (Alt(Unknown("...", "limit", at)),)
        items = [*items[:ENTRIES], Item(rest, (), True)]
    return (Alt(List(tuple(items), at)),)
