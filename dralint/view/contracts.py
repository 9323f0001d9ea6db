"""The contracts: for each module how much of what it offers has a spec and a doc."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dralint.analysis.layout.contracts import Contract, Contracts, total

from .map import plain


@dataclass(frozen=True)
class ContractsView:
    """The contracts of a project's modules."""

    data: dict[str, Any]

    @classmethod
    def of(cls, contracts: Contracts) -> "ContractsView":
        """Return the contracts of a project."""
        return cls(contracts_data(contracts.modules))


def contracts_data(rows: Sequence[Contract]) -> dict[str, Any]:
    """Return rows with their sums as plain data."""
    names = ("specs", "docs", "moduledocs")
    sums = zip(names, map(plain, total(list(rows))), strict=True)
    return {"total": dict(sums), "modules": [plain(row) for row in rows]}
