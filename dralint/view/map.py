"""The map: domains with their resources and actions, who calls whom, and counts.

What the keys mean is written in `dralint/analysis/map/model.py`. A domain has besides a `label`:
what dependencies and cycles call it.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dralint.analysis.map.map import Map
from dralint.analysis.map.model import Picture


@dataclass(frozen=True)
class MapView:
    """The map of a project."""

    data: dict[str, Any]

    @classmethod
    def of(cls, drawn: Map) -> "MapView":
        """Return the map of a project."""
        return cls(map_data(drawn.picture))


def map_data(picture: Picture) -> dict[str, Any]:
    """Return a picture, or a part of one, as plain data."""
    return {
        "adopted": picture.adopted,
        "domains": [
            {"label": picture.label_of(domain), **plain(domain)} for domain in picture.domains
        ],
        "dependencies": [plain(each) for each in picture.dependencies],
        "cycles": [list(ring) for ring in picture.cycles],
        "counts": plain(picture.counts),
    }


def plain(record: Any) -> dict[str, Any]:
    """Return a dataclass as a dictionary, with lists for tuples throughout."""
    found: dict[str, Any] = _lists(asdict(record))
    return found


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_lists(each) for each in value]
    return value
