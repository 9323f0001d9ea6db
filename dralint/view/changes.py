"""What a change does to what is to be asked about: the trees, and each change."""

from dataclasses import dataclass
from typing import Any

from dralint.analysis.change.all_changes import AllChanges
from dralint.analysis.change.approvals import Approvals
from dralint.analysis.change.change import Change
from dralint.analysis.change.tree_pairs import Pair, TreePairs


@dataclass(frozen=True)
class ChangesView:
    """The changes of a project. A mark is + for new, - for gone, ~ for changed, > for moved."""

    data: dict[str, Any]

    @classmethod
    def of(cls, changes: AllChanges, trees: TreePairs, approvals: Approvals) -> "ChangesView":
        """Return the changes against the base; nothing where there is none."""
        return cls(
            {
                "trees": [_pair(pair) for pair in trees.pairs],
                "changes": [_change(change, approvals) for change in changes.changes],
            }
        )


def _pair(pair: Pair) -> dict[str, Any]:
    node = pair.node
    name = next((str(n) for n in node.names if n.kind != "unknown" and str(n) != node.module), None)
    return {
        "mark": pair.mark,
        "module": node.module,
        "text": node.text,
        "name": name,
        "strategy": node.strategy,
        "notes": list(pair.notes),
        "path": pair.new.span.path if pair.new else None,
        "line": pair.new.span.start.line if pair.new else None,
        "children": [_pair(child) for child in pair.children],
    }


def _change(change: Change, approvals: Approvals) -> dict[str, Any]:
    by, void = approvals.of_change(change)
    return {
        "gate": change.gate,
        "subject": change.subject,
        "before": change.before,
        "after": change.after,
        "message": change.message,
        "severity": "info" if by else change.severity.label,
        "confidence": change.confidence.label,
        "path": change.span.path,
        "line": change.span.start.line,
        "hash": change.hash,
        "approved_by": by,
        "void": void,
    }
