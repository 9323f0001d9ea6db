"""Levels: how many tests look at one unit, at several together with a database, at the whole."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.queries.queries import Queries
from dralint.project import File, Project

_END = re.compile(
    r"(ConnCase|LiveCase|ChannelCase|FeatureCase|AcceptanceCase|IntegrationCase)$"
    r"|^(Phoenix\.(ConnTest|LiveViewTest|ChannelTest)|Wallaby|PhoenixTest|Hound|Plug\.Test)\b"
)
_TOGETHER = re.compile(r"(DataCase|RepoCase|ModelCase|DBCase|DatabaseCase)$|^Ecto\.Adapters\.SQL\b")
_REQUESTS = re.compile(r"^(get|post|put|patch|delete|live|visit|conn|build_conn|dispatch)$")


@dataclass(frozen=True)
class Counts:
    """Tests by level: of one unit, of several together with a database, of the whole."""

    unit: int = 0
    together: int = 0
    end: int = 0

    @property
    def all(self) -> int:
        """All tests."""
        return self.unit + self.together + self.end

    def shares(self) -> tuple[int, int, int]:
        """The percentages of the three, rounded."""
        whole = self.all or 1
        return (
            round(100 * self.unit / whole),
            round(100 * self.together / whole),
            round(100 * self.end / whole),
        )


class Levels:
    """The tests of a project by level, as far as their modules say it."""

    def __init__(self, project: Project, queries: Queries) -> None:
        self._project = project
        self._queries = queries

    @classmethod
    def of(cls, project: Project, queries: Queries) -> "Levels":
        """Return the levels of a project's tests."""
        return cls(project, queries)

    @cached_property
    def total(self) -> Counts:
        """All tests of the project."""
        found: Counter[str] = Counter()
        for file in self._project.files:
            if file.kind == "test":
                many = sum(f.data.kind in ("test", "property") for f in file.functions)
                found[self.level(file)] += many
        return Counts(found["unit"], found["together"], found["end"])

    def level(self, file: File) -> str:
        """Return the level of a test file: unit, together or end."""
        names = {d.name for d in file.outline.directives if d.name and d.kind in ("use", "import")}
        for module in file.modules:
            names |= module.effects.uses
        if any(_END.search(name) for name in names):
            return "end"
        targets = {target for target in self._project.targets(file) if target is not None}
        if any(_TOGETHER.search(name) for name in names | targets):
            return "together"
        return "together" if targets & self._repos else "unit"

    @cached_property
    def _repos(self) -> frozenset[str]:
        return frozenset(m.name for m in self._project.modules if m.effects.process == "repo")

    @cached_property
    def requests(self) -> bool:
        """Whether some test calls what sends a request, whatever its module is called."""
        return any(
            _REQUESTS.match(call.name)
            for file in self._project.files
            if file.kind == "test"
            for call in file.outline.calls
            if call.on is None and call.function >= 0
        )

    @cached_property
    def queries(self) -> int:
        """How many queries the running code has."""
        return sum(1 for query in self._queries.calls if query.call.file.is_code)
