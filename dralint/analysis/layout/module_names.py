"""Names and paths: which names a module may have at its place in the layout."""

from dralint.analysis.layout.dra import DraOptions, Member
from dralint.analysis.layout.lexicon import camel, normal
from dralint.analysis.layout.seats import Seat

Segments = tuple[str, ...]


def fits(member: Member, dialect: str, options: DraOptions, prefix: Segments | None) -> bool:
    """Whether the module of a member has one of the names that its path allows."""
    seat = member.seat
    if seat is None:
        return True
    segments = tuple(normal(part) for part in member.name.split("."))
    allowed = {tail for each in _tails(seat, dialect) for tail in _wrapped(seat, each)}
    return any(
        segments[: len(lead)] == lead and segments[len(lead) :] in allowed
        for lead in _leads(seat, options, prefix)
    )


def expected(member: Member, prefix: Segments | None) -> str:
    """Return the name that a member's path suggests."""
    seat = member.seat
    assert seat is not None
    lead = prefix if prefix is not None else ((camel(seat.root),) if seat.root else ())
    wrapped = ("Domains",) if seat.wrapped and lead[-1:] != ("Domains",) else ()
    stem = camel(seat.stem)
    if stem.endswith("Api"):
        stem = stem.removesuffix("Api") + "API"
    return ".".join((*lead, *wrapped, *map(camel, seat.folders), stem))


def _wrapped(seat: Seat, tail: Segments) -> list[Segments]:
    return [tail, ("domains", *tail)] if seat.wrapped else [tail]


def _leads(seat: Seat, options: DraOptions, prefix: Segments | None) -> list[Segments]:
    """Return what may stand before the folders: the application, its convention, or nothing."""
    leads: list[Segments] = [tuple(map(normal, each.split("."))) for each in options.extra_prefixes]
    if seat.root:
        leads.append((normal(seat.root),))
    if prefix is not None:
        leads.append(tuple(map(normal, prefix)))
    if not options.require_app_prefix or not seat.root:
        leads.append(())
    return leads


def _tails(seat: Seat, dialect: str) -> list[Segments]:
    folders = tuple(map(normal, seat.folders))
    stem = normal(seat.stem)
    tails = [(*folders, stem)]
    if folders and (seat.stem == "api" or stem == folders[-1]):
        tails.append(folders)
    if dialect == "scribe":
        tails.append((*folders[:-1], stem))
        tails += [_singular(tail) for tail in list(tails)]
    return tails


def _singular(tail: Segments) -> Segments:
    return tuple(part.removesuffix("s") for part in tail)
