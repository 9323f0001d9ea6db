"""What silences Credo, where a rule finds the same: comments, and checks that a team turned off.

Credo's rules hold for the comments: one check or one `/pattern/` or nothing, by its full name, and
what follows a name makes another name of it. `.credo.exs` is read as text and never run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dralint.finding import Finding
from dralint.project import File, Project


@dataclass(frozen=True)
class Same:
    """A check of Credo, and the findings of a rule that say the same: those that hold `says`.

    `whole`: they speak of more than their line, so only what silences a whole file holds for them.
    `usual`: the check is on where nobody turns it off.
    """

    check: str
    rule: str
    says: str = ""
    whole: bool = False
    usual: bool = True


SAME = (
    Same("Credo.Check.Warning.IoInspect", "quality-debug-leftover", "^`IO.inspect`"),
    Same("Credo.Check.Warning.Dbg", "quality-debug-leftover", "^`dbg`"),
    Same("Credo.Check.Warning.IExPry", "quality-debug-leftover", "^`IEx.pry`"),
    Same("Credo.Check.Readability.ModuleDoc", "doc-missing-module"),
    Same("Credo.Check.Readability.Specs", "spec-missing", "^`[^`]*` has no", usual=False),
    Same("Credo.Check.Readability.Specs", "spec-missing", "more of", whole=True, usual=False),
    Same("Credo.Check.Refactor.CyclomaticComplexity", "srp-function-complexity", "ways through it"),
    Same("Credo.Check.Refactor.Nesting", "srp-function-complexity", " nests "),
    Same("Credo.Check.Refactor.FunctionArity", "srp-function-complexity", " takes "),
    Same("Credo.Check.Design.SkipTestWithoutComment", "test-skipped", "no reason", usual=False),
    Same("Credo.Check.Warning.WrongTestFilename", "test-file-name"),
    Same("Credo.Check.Warning.WrongTestFileExtension", "test-file-name"),
)
"""Which check of Credo is which rule of ours. Rules of security have no place here: who silences
Credo's `UnsafeToAtom` has not said that the text may come from anybody."""

PAPERS = (".credo.exs", "config/.credo.exs")
_COMMENT = re.compile(
    r"credo:disable-for-(?P<what>[\w-]+)(?::(?P<count>-?\d{1,9}))?(?:\s+(?P<name>.*))?$"
)
# What a project writes is matched here, so it is held to forms that cannot take long.
_PATTERN = re.compile(r"/(?P<plain>(?:\w|\\?\.|\.\*|[|^$])*)/")
_OFF = re.compile(r"\{\s*(Credo\.Check\.[\w.]+)\s*,\s*false\s*\}")
_ON = re.compile(r"\{\s*(Credo\.Check\.[\w.]+)\s*(?:\}|,(?!\s*false\b))")
_DISABLED = re.compile(r"\bdisabled:\s*\[")


@dataclass(frozen=True)
class Silence:
    """A comment: the lines that it covers (from one; None: all), and the check that it names."""

    line: int
    covers: range | None
    name: str

    def means(self, check: str) -> bool:
        """Whether it silences a check."""
        pattern = _PATTERN.fullmatch(self.name)
        if pattern is not None:
            return re.search(pattern["plain"], f"Elixir.{check}") is not None
        return self.name in ("", check)


@dataclass(frozen=True)
class Credo:
    """What silences Credo in a project: comments by path, and by which paper a check is off."""

    comments: dict[str, tuple[Silence, ...]]
    off: dict[str, str]

    @classmethod
    def of(cls, project: Project, read: str) -> "Credo":
        """Look for it. `read` is "all", "comments", or "none"."""
        comments = (
            {}
            if read == "none"
            else {file.path: found for file in project.files if (found := tuple(_silences(file)))}
        )
        off: dict[str, str] = {}
        for paper in map(project.papers.get, PAPERS if read == "all" else ()):
            if paper is not None:
                off |= dict.fromkeys(turned_off(paper.text), paper.path)
        return cls(comments, off)

    def silences(self, rule: str, finding: Finding) -> str:
        """Return what silences the equal finding of Credo, in words; empty where nothing does."""
        comments = self.comments.get(finding.span.path, ())
        if not comments and not self.off:
            return ""
        for same in SAME:
            if same.rule != rule or re.search(same.says, finding.message) is None:
                continue
            name = same.check.rpartition(".")[2]
            if same.usual and same.check in self.off:
                return f"{self.off[same.check]} turns Credo's `{name}` off"
            for each in comments:
                covers = each.covers is None or (
                    not same.whole and finding.span.start.line in each.covers
                )
                if covers and each.means(same.check):
                    return f"line {each.line} silences Credo's `{name}`"
        return ""


def _silences(file: File) -> Iterator[Silence]:
    lines = file.outline.lines
    for comment in file.outline.remarks:
        match = _COMMENT.match(comment.text)
        if match is None:
            continue
        line, count = lines.line(comment.start), int(match["count"] or 0)
        covers = {
            "this-file": None,
            "next-line": range(line + 1, line + 2),
            "previous-line": range(line - 1, line),
            "lines": range(line + min(count, 0), line + max(count, 0) + 1),
        }
        what = match["what"]
        if what in covers and (what == "lines") == (match["count"] is not None):
            yield Silence(line, covers[what], (match["name"] or "").strip())


def turned_off(text: str) -> frozenset[str]:
    """Return the checks that a `.credo.exs` turns off everywhere in it."""
    code = "\n".join(row.partition("#")[0] for row in text.splitlines())
    off: set[str] = set(_OFF.findall(code))
    for match in reversed(list(_DISABLED.finditer(code))):
        end = _closing(code, match.end())
        off |= set(_ON.findall(code[match.end() : end]))
        code = code[: match.start()] + code[end:]
    return frozenset(off.difference(_ON.findall(code)))


def _closing(code: str, start: int) -> int:
    """Return the offset at which the bracket is closed that was opened before `start`."""
    depth = 1
    for bracket in re.finditer(r"[\[\]]", code[start:]):
        depth += 1 if bracket[0] == "[" else -1
        if depth == 0:
            return start + bracket.start()
    return len(code)
