"""Change: one thing that differs between two trees and that somebody ought to be asked about."""

from dataclasses import dataclass
from hashlib import sha256

from dralint.finding import CERTAIN, ERROR, Confidence, Severity
from dralint.text import Span


@dataclass(frozen=True)
class Change:
    """What became of a subject.

    `gate` is the id of the rule that reports it. `before` and `after` say in words what it was and
    is, None for nothing. `span` is where it stands now, or where it would. Who approves of
    `part_of` approves of this as well.
    """

    gate: str
    subject: str
    before: str | None
    after: str | None
    message: str
    span: Span
    help: str | None = None
    severity: Severity = ERROR
    confidence: Confidence = CERTAIN
    part_of: "Change | None" = None

    @property
    def hash(self) -> str:
        """What stands for exactly this change: another change of the subject has another."""
        told = "\0".join((self.gate, self.subject, self.before or "", self.after or ""))
        return sha256(told.encode()).hexdigest()[:12]
