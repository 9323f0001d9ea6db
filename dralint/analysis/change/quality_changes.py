"""QualityChanges: checks of a project that a change turns off, lowers, or no longer runs."""

import json
import re
import tomllib
from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.change.change import Change
from dralint.analysis.change.joining import listed
from dralint.analysis.evidence.base import Base
from dralint.analysis.papers.gates import CHECKS, Gates
from dralint.finding import WARNING
from dralint.project import Project
from dralint.text import Span

GATE = "gate-quality-weakened"
_CREDO = re.compile(r"\{\s*(Credo\.Check\.[\w.]+)\s*,?\s*(false)?")
_OPTIONS = re.compile(r"\{\s*(Credo\.Check\.[\w.]+)\s*,\s*\[?([^{}\[\]]*)")
_LIMIT = re.compile(r"\b(max_\w+):\s*(\d+)")
_ALLOWED = re.compile(r"^\s*[{~\"]", re.M)


class QualityChanges:
    """What a change takes from the checks of a project."""

    def __init__(self, project: Project, base: Base, gates: Gates) -> None:
        self._project = project
        self._base = base
        self._gates = gates

    @classmethod
    def of(cls, project: Project, base: Base, gates: Gates) -> "QualityChanges":
        """Return what a change takes from the checks; nothing where there is no base."""
        return cls(project, base, gates)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes: Credo, coverage, ignored warnings, own settings, what CI runs."""
        if not self._base.compares or not self._base.project.rooted:
            return ()
        parts = (
            self._credo(),
            self._coverage(),
            self._dialyzer(),
            self._flags(),
            self._own(),
            self._runs(),
        )
        return tuple(c for part in parts for c in part if not self._is_ignored(c))

    def _is_ignored(self, change: Change) -> bool:
        """Whether a comment in the paper itself silences the gate there."""
        papers = self._project.papers
        paper = papers.get(change.span.path.removeprefix(papers.prefix))
        return paper is not None and paper.ignores(GATE, change.span.start.line - 1)

    def _texts(self, name: str) -> tuple[str | None, str | None]:
        old, new = self._base.papers.get(name), self._project.papers.get(name)
        return old.text if old else None, new.text if new else None

    def _at(self, name: str, needle: str = "") -> Span:
        paper = self._project.papers.get(name)
        root = self._project.root_mix or self._project.files[0]
        if paper is None:
            return root.span
        for number, row in enumerate(paper.rows):
            if needle and needle in row:
                return paper.line_span(number, row.index(needle), row.index(needle) + len(needle))
        return paper.span

    def _credo(self) -> Iterator[Change]:
        old, new = map(_code, self._texts(".credo.exs"))
        if old is None:
            return
        if new is None:
            yield Change(
                GATE, ".credo.exs", "checks of its own", None, "`.credo.exs` is gone",
                self._at(".credo.exs"), severity=WARNING,
            )  # fmt: skip
            return
        before, after = _checks(old), _checks(new)
        off = [check for check in sorted(before) if before[check] and after.get(check) is False]
        if off:
            names = listed(off)
            yield Change(
                GATE, off[0] if len(off) == 1 else ".credo.exs checks", ", ".join(off), "off",
                f"the check {names} of Credo is off now"
                if len(off) == 1
                else f"{len(off)} checks of Credo are off now: {names}",
                self._at(".credo.exs", off[0]),
            )  # fmt: skip
        limits, now = _limits(old), _limits(new)
        for check, name in sorted(limits.keys() & now.keys()):
            was, is_ = limits[check, name], now[check, name]
            if is_ > was and after.get(check) is not False:
                yield Change(
                    GATE, f"{check} {name}", str(was), str(is_),
                    f"the check `{check}` of Credo allows a `{name}` of {is_} now; it was {was}",
                    self._at(".credo.exs", check), severity=WARNING,
                )  # fmt: skip
        if re.search(r"strict:\s*true", old) and not re.search(r"strict:\s*true", new):
            yield Change(
                GATE, ".credo.exs", "strict: true", "strict: false", "Credo is no longer strict",
                self._at(".credo.exs", "strict:"),
            )  # fmt: skip

    def _coverage(self) -> Iterator[Change]:
        before = {app.root: app for app in self._base.project.apps}
        for app in self._project.apps:
            was = before.get(app.root)
            if was is None or was.mix.threshold is None:
                continue
            now = app.mix.threshold
            if now is not None and now < was.mix.threshold:
                yield self._lower("mix.exs", "threshold", was.mix.threshold, now)
        one, two = (_least(text) for text in self._texts("coveralls.json"))
        if one is not None and (two is None or two < one):
            yield self._lower("coveralls.json", "minimum_coverage", one, two)

    def _lower(self, name: str, word: str, old: float, new: float | None) -> Change:
        what = "nothing" if new is None else f"{new:g} %"
        return Change(
            GATE, f"{name} {word}", f"{old:g}", None if new is None else f"{new:g}",
            f"tests have to cover {what} now; it was {old:g} %", self._at(name, word),
        )  # fmt: skip

    def _dialyzer(self) -> Iterator[Change]:
        name = ".dialyzer_ignore.exs"
        old, new = (len(_ALLOWED.findall(_code(t) or "")) for t in self._texts(name))
        if new > old:
            yield Change(
                GATE, name, str(old), str(new),
                f"{new - old} more of Dialyzer's warnings are ignored", self._at(name),
                severity=WARNING,
            )  # fmt: skip

    def _flags(self) -> Iterator[Change]:
        """Yield what Dialyzer no longer looks for, and what it is told to leave out."""
        old, new = (_flags_in(_code(text) or "") for text in self._texts("mix.exs"))
        if old is None or new is None:
            return
        silent = sorted(flag for flag in new - old if flag.startswith("no_"))
        gone = sorted(flag for flag in old - new if not flag.startswith("no_"))
        if silent or gone:
            words = [f"it is told `:{flag}`" for flag in silent]
            words += [f"no longer `:{flag}`" for flag in gone]
            yield Change(
                GATE, "Dialyzer flags", ", ".join(sorted(old)), ", ".join(sorted(new)),
                f"Dialyzer looks for less: {', '.join(words)}", self._at("mix.exs", "flags:"),
                severity=WARNING,
            )  # fmt: skip

    def _own(self) -> Iterator[Change]:
        old, new = (_silenced(text) for text in self._texts("dralint.toml"))
        for what in sorted(new - old):
            yield Change(
                GATE, f"dralint.toml {what}", None, what, f"dralint is told to leave out {what}",
                self._at("dralint.toml", what.split()[-1]), severity=WARNING,
            )  # fmt: skip
        one, two = (_known(text) for text in self._texts(".dralint-baseline.json"))
        if two > one > 0:
            yield Change(
                GATE, ".dralint-baseline.json", str(one), str(two),
                f"the baseline accepts {two - one} more findings",
                self._at(".dralint-baseline.json"),
            )  # fmt: skip

    def _runs(self) -> Iterator[Change]:
        """Yield the commands that the continuous integration no longer runs."""
        then = self._base.ask(Gates)
        if not then.papers:
            return
        if not self._gates.papers:
            yield Change(
                GATE, "CI", "there", None, "nothing is run for a change any more",
                self._at(then.papers[0].name),
            )  # fmt: skip
            return
        before, after = then.gate, self._gates.gate
        for check in CHECKS:
            if check in after.missing and check not in before.missing and not after.open:
                yield Change(
                    GATE, check, "run", None, f"nothing runs `{check}` for a change any more",
                    self._at(self._gates.papers[0].name),
                )  # fmt: skip


def _code(text: str | None) -> str | None:
    """Return a text of Elixir without the lines that are comments."""
    if text is None:
        return None
    return "\n".join(row for row in text.split("\n") if not row.lstrip().startswith("#"))


def _checks(text: str) -> dict[str, bool]:
    """Return the checks that a configuration of Credo names, and whether each is on."""
    disabled = re.search(r"disabled:\s*\[(.*?)\n\s*\]", text, re.S)
    off = set(_CREDO.findall(disabled[1])) if disabled else set()
    names = {name for name, _ in off}
    return {name: said != "false" and name not in names for name, said in _CREDO.findall(text)}


def _limits(text: str) -> dict[tuple[str, str], int]:
    """Return the greatest values that checks of Credo allow, by check and name."""
    return {
        (check, name): int(number)
        for check, options in _OPTIONS.findall(text)
        for name, number in _LIMIT.findall(options)
    }


def _flags_in(text: str) -> set[str] | None:
    """Return the flags of Dialyzer in a `mix.exs`, None where it lists none."""
    found = re.search(r"dialyzer:\s*\[.*?flags:\s*\[([^\]]*)\]", text, re.S)
    return set(re.findall(r":(\w+)", found[1])) if found else None


def _least(text: str | None) -> float | None:
    try:
        read = json.loads(text or "{}")
        least = read.get("coverage_options", {}).get("minimum_coverage")
    except (ValueError, AttributeError):
        return None
    return float(least) if isinstance(least, int | float) else None


def _silenced(text: str | None) -> set[str]:
    """Return what a configuration of dralint leaves out."""
    try:
        read = tomllib.loads(text or "")
    except tomllib.TOMLDecodeError:
        return set()
    found = {f"the rule {name}" for name in read.get("ignore", ())}
    found |= {f"the files {name}" for name in read.get("exclude", ())}
    severity = read.get("severity", {})
    if isinstance(severity, dict):
        found |= {f"the rule {name}" for name, level in severity.items() if level == "off"}
    return found


def _known(text: str | None) -> int:
    try:
        read = json.loads(text or "{}")
    except ValueError:
        return 0
    return len(re.findall(r'"fingerprint"|"[0-9a-f]{20}"', text or "")) if read else 0
