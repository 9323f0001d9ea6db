"""MessageChanges: what a change no longer sends or takes that others rely on."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.change.change import Change
from dralint.analysis.change.job_changes import JobChanges
from dralint.analysis.change.module_moves import ModuleMoves
from dralint.analysis.change.promises import (
    CHANNEL,
    EVENT,
    KEY,
    MESSAGE,
    PUSH,
    TAG,
    TOPIC,
    Place,
    Promise,
    Promises,
)
from dralint.analysis.evidence.base import Base
from dralint.finding import CERTAIN, ERROR, INFO, POSSIBLE, WARNING, Severity
from dralint.project import Project
from dralint.text import Span

GATE = "gate-message-contract"
_TOLD: dict[str, tuple[Severity, str]] = {
    EVENT: (ERROR, "the channel `{owner}` no longer takes {words}"),
    PUSH: (ERROR, "clients are no longer sent {words}"),
    CHANNEL: (ERROR, "no channel answers {words} any more"),
    TOPIC: (WARNING, "nothing is broadcast on {words} any more"),
    MESSAGE: (WARNING, "{words} is no longer broadcast"),
    TAG: (ERROR, "the server `{owner}` no longer takes {words}"),
    KEY: (ERROR, "the JSON of `{owner}` has no {words} any more"),
}
"""How grave it is that a promise is no longer kept, and how it is told."""
_ROLLING = (
    "while nodes are replaced one by one, both versions run: keep the old form for one release"
)


class MessageChanges:
    """What a change does to messages, topics, events, jobs and JSON."""

    def __init__(
        self,
        project: Project,
        base: Base,
        promises: Promises,
        moves: ModuleMoves,
        jobs: JobChanges,
    ) -> None:
        self._project = project
        self._base = base
        self._promises = promises
        self._moves = moves
        self._jobs = jobs

    @classmethod
    def of(
        cls,
        project: Project,
        base: Base,
        promises: Promises,
        moves: ModuleMoves,
        jobs: JobChanges,
    ) -> "MessageChanges":
        """Return what a change does to messages; nothing where there is no base."""
        return cls(project, base, promises, moves, jobs)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes by kind, then by module."""
        return (*self._broken(), *self._jobs.changes) if self._base.compares else ()

    def _broken(self) -> Iterator[Change]:
        then = self._base.ask(Promises)
        lost: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
        for promise, place in sorted(then.kept.items(), key=lambda each: each[0]):
            if promise in self._promises.kept or self._is_kept(promise, place, then):
                continue
            left = self._project.defines(self._moves.new_name(place.module))
            # What belongs to a module goes with it; of the rest each word is a thing of its own.
            lost[promise.kind, promise.owner or promise.word, left].append(promise.word)
        for (kind, owner, left), words in lost.items():
            yield self._told(kind, owner, left, words)

    def _is_kept(self, promise: Promise, place: Place, then: Promises) -> bool:
        """Whether a promise is kept under another name, or nobody can be surprised."""
        new = self._moves.new_name(promise.owner)
        if new != promise.owner:
            return Promise(promise.kind, new, promise.word) in self._promises.kept
        if promise.kind != KEY:
            return promise.kind == TAG and not self._project.defines(promise.owner)
        if not self._project.defines(promise.owner):
            return True
        # A key that a helper writes, or that now stands in another view, is still there.
        words, before = self._promises.words, then.words
        return promise.word in words.get(promise.owner, ()) or any(
            promise.word in found and promise.word not in before.get(name, ())
            for name, found in words.items()
        )

    def _told(self, kind: str, owner: str, left: bool, words: list[str]) -> Change:
        severity, text = _TOLD[kind]
        quote = '"' if kind in (EVENT, PUSH, CHANNEL, TOPIC) else ""
        said = [f"`{quote}{word}{quote}`" for word in words]
        more = f" and {len(said) - 4} more" if len(said) > 4 else ""
        whole = kind in (PUSH, CHANNEL, TOPIC, MESSAGE)
        if kind == EVENT and not left:
            text = "the channel `{owner}` is gone; it took {words}"
        message = text.format(owner=owner, words=", ".join(said[:4]) + more)
        return Change(
            GATE, words[0] if whole else f"{owner} {', '.join(words)}", ", ".join(words), None,
            message, self._place(owner), help=_ROLLING,
            # Inside of the project both ends change together; what goes with its module is told.
            severity=INFO if severity == WARNING and not left else severity,
            confidence=POSSIBLE
            if (kind, "" if whole else owner) in self._promises.open
            else CERTAIN,
        )  # fmt: skip

    def _place(self, owner: str) -> Span:
        module = self._project.module(self._moves.new_name(owner))
        root = self._project.root_mix or self._project.files[0]
        return root.span if module is None else module.span
