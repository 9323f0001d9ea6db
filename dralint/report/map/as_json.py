"""The map as data for programs."""

from dataclasses import asdict
from typing import Any

from dralint.analysis.map.model import Picture


def json_of(drawn: Picture) -> dict[str, Any]:
    """Return the map of one project as JSON has it: what `analysis/map/model.py` describes."""
    return {
        "adopted": drawn.adopted,
        "domains": [asdict(domain) for domain in drawn.domains],
        "dependencies": [asdict(each) for each in drawn.dependencies],
        "cycles": [list(ring) for ring in drawn.cycles],
        "counts": asdict(drawn.counts),
    }
