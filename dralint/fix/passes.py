"""Fixing: passes of check and edit in memory until nothing is left; then one write a file."""

import difflib
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dralint.engine.choice import Choice
from dralint.engine.session import check_paths
from dralint.engine.wanted import Wanted
from dralint.finding import Diagnostic, Fix, Result, Severity
from dralint.plugins import Plugins

from .edits import apply, may_become, select

PASSES = 10


@dataclass
class Fixed:
    """What came of fixing: the texts that changed, what is left, and how many fixes were made."""

    result: Result
    fail_on: Severity
    before: dict[str, bytes] = field(default_factory=dict)
    after: dict[str, bytes] = field(default_factory=dict)
    count: int = 0

    def diff(self) -> str:
        """Return the change as a unified diff."""
        out: list[str] = []
        for path in sorted(self.after):
            old, new = (
                t[path].decode().splitlines(keepends=True) for t in (self.before, self.after)
            )
            out.extend(difflib.unified_diff(old, new, f"a/{path}", f"b/{path}"))
        return "".join(line if line.endswith("\n") else line + "\n" for line in out)

    def write(self) -> list[str]:
        """Write the files, each at once; return what could not be written."""
        return [fault for path in sorted(self.after) if (fault := _write(path, self.after[path]))]

    def summary(self) -> str:
        """Say in a few words what was done."""
        files = len(self.after)
        if not files:
            return "nothing to fix"
        fixes = "1 fix" if self.count == 1 else f"{self.count} fixes"
        return f"{fixes} in {files} file{'s' if files != 1 else ''}"


def fix_paths(
    chosen: Wanted, choice: Choice, plugins: Plugins, *, unsafe: bool, passes: int = PASSES
) -> Fixed:
    """Fix what can be fixed in what paths belong to; nothing is written yet.

    A file keeps its text where the new one would not parse, would define something else, or would
    bring findings that were not there.
    """
    result, fail_on = check_paths(chosen, choice, plugins)
    fixed = Fixed(result, fail_on)
    refused: set[str] = set()
    texts: dict[str, bytes] = {}
    for _ in range(passes):
        changed, made = _pass(result, texts, refused, unsafe)
        if not changed:
            break
        tried, _ = check_paths(chosen, choice, plugins, {**texts, **changed})
        worse = _worse(result, tried, changed)
        refused |= worse
        kept = {path: text for path, text in changed.items() if path not in worse}
        for path in kept:
            fixed.before.setdefault(path, Path(path).read_bytes())
        fixed.count += sum(made[path] for path in kept)
        texts.update(kept)
        if worse:
            tried, _ = check_paths(chosen, choice, plugins, texts)
        result = tried
    fixed.after = {path: text for path, text in texts.items() if text != fixed.before[path]}
    fixed.result = result
    return fixed


def _pass(
    result: Result, texts: Mapping[str, bytes], refused: set[str], unsafe: bool
) -> tuple[dict[str, bytes], Counter[str]]:
    """Return the texts that one pass changes, and how many fixes that took."""
    fixes: dict[str, set[Fix]] = defaultdict(set)
    for diagnostic in result.diagnostics:
        if diagnostic.fix is not None and diagnostic.span.path not in refused:
            fixes[diagnostic.span.path].add(diagnostic.fix)
    changed: dict[str, bytes] = {}
    made: Counter[str] = Counter()
    for path, wanted in sorted(fixes.items()):
        edits = select(wanted, path, unsafe)
        if not edits:
            continue
        old = texts.get(path) or Path(path).read_bytes()
        new = apply(old, edits)
        if new != old and may_become(old, new, edits):
            changed[path] = new
            made[path] = sum(set(fix.edits) <= set(edits) for fix in wanted)
        else:
            refused.add(path)
    return changed, made


def _worse(before: Result, after: Result, changed: Mapping[str, bytes]) -> set[str]:
    """Return the changed files that have findings which were not there."""
    old = Counter(_what(d) for d in before.diagnostics)
    new = Counter(_what(d) for d in after.diagnostics)
    return {path for (path, _, _), count in (new - old).items() if count and path in changed}


def _what(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.span.path, diagnostic.rule, diagnostic.message


def _write(name: str, text: bytes) -> str | None:
    """Write a file at once, with its mode kept; return what went wrong."""
    path = Path(name).resolve()
    try:
        mode = path.stat().st_mode
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".dralint-", delete=False) as out:
            out.write(text)
        Path(out.name).chmod(mode)
        Path(out.name).replace(path)
    except OSError as error:
        return f"cannot write {name}: {(error.strerror or str(error)).lower()}"
    return None
