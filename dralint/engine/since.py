"""What a change brings: findings on the lines that it touches, and findings it causes elsewhere."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dralint.analysis.evidence.base import Said
from dralint.finding import Diagnostic, Result, Severity
from dralint.git import Repository
from dralint.plugins import Plugins

from .before import Before
from .choice import Choice
from .session import check_paths
from .trees import committed, papers, staged
from .wanted import Wanted


@dataclass(frozen=True)
class Since:
    """The change that is asked for.

    `ref` is what it started from: the commit that `ref` and HEAD have in common; None: HEAD.
    With `index` the change ends in the index, otherwise in the work tree.
    """

    ref: str | None = None
    index: bool = False


def gate(
    chosen: Wanted, choice: Choice, plugins: Plugins, since: Since, today: date
) -> tuple[Result, Severity]:
    """Judge a change as a whole: the tree that it started from beside the one that it leads to.

    GitError where the start of the change cannot be known.
    """
    base = Path.cwd()
    before = Before({}, gated=True, today=today, staged={} if since.index else None)
    new: dict[str, bytes] = {}
    for root in chosen.roots:
        repository = Repository.open(root)
        start = _start(repository, since)
        if start is not None:
            before.texts.update(committed(repository, start, root, base))
            before.papers.update(papers(repository, root, base, start))
            between = repository.commits("HEAD", [start])
            before.said.extend(Said(commit.id, commit.message) for commit in between)
        if before.staged is not None:
            new |= staged(repository, root, base)
            before.staged.update(papers(repository, root, base))
    return check_paths(chosen, choice, plugins, new, disk=not since.index, before=before)


def check_since(
    chosen: Wanted, choice: Choice, plugins: Plugins, since: Since
) -> tuple[Result, Severity]:
    """Check what paths belong to, and keep what a change touches or causes.

    GitError where the start of the change cannot be known.
    """
    base = Path.cwd()
    old: dict[str, bytes] = {}
    new: dict[str, bytes] = {}
    for root in chosen.roots:
        repository = Repository.open(root)
        start = _start(repository, since)
        if start is not None:
            old |= committed(repository, start, root, base)
        if since.index:
            new |= staged(repository, root, base)
    before, _ = check_paths(chosen, choice, plugins, old, disk=False)
    after, fail_on = check_paths(
        chosen, choice, plugins, new, disk=not since.index, before=Before(old)
    )
    known = {diagnostic.fingerprint for diagnostic in before.diagnostics}
    touched = _Touched(old, after.sources)
    kept = tuple(
        diagnostic
        for diagnostic in after.diagnostics
        if diagnostic.fingerprint not in known or touched.by(diagnostic)
    )
    return replace(after, diagnostics=kept), fail_on


def _start(repository: Repository, since: Since) -> str | None:
    """Return the commit that the change started from; None where nothing was committed yet."""
    if since.ref is not None:
        return repository.merge_base(since.ref, "HEAD")
    return repository.resolve("HEAD") if repository.has_commits else None


class _Touched:
    """The lines that a change touches, by file, compared when first asked for."""

    def __init__(self, old: Mapping[str, bytes], new: Mapping[str, str]) -> None:
        self._old = old
        self._new = new
        self._lines: dict[str, frozenset[int]] = {}

    def by(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding, or a step of its trail, stands on a line that was touched."""
        spans = (diagnostic.span, *(step.span for step in diagnostic.trail))
        return any(
            not self._of(span.path).isdisjoint(range(span.start.line, span.end.line + 1))
            for span in spans
        )

    def _of(self, path: str) -> frozenset[int]:
        # Nothing in a new file was known, unless it was moved; then it is no change.
        if path not in self._old:
            return frozenset()
        if path not in self._lines:
            old = self._old[path].decode("utf-8", "replace").splitlines()
            new = self._new.get(path, "").splitlines()
            blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
            self._lines[path] = frozenset(
                line
                for kind, _, _, start, end in blocks
                if kind != "equal"
                for line in range(start + 1, end + 1)
            )
        return self._lines[path]
