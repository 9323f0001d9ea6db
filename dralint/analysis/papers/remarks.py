"""Remarks: the comments that stand beside what silences another tool."""

from collections.abc import Iterator

from dralint.outline import Attribute, Comment
from dralint.outline.values import Atom, ListOf, TupleOf, Value
from dralint.project import File, Project

WORDS = 3
"""A reason has at least so many words."""
_TOOLS = ("credo:", "dralint:", "sobelow_skip", "coveralls-ignore")


class Remarks:
    """The comments of files that silence Credo or Dialyzer."""

    @classmethod
    def of(cls, project: Project) -> "Remarks":
        """Return the remarks of a project."""
        return cls()

    def silencing_credo(self, file: File) -> Iterator[Comment]:
        """Yield the comments that turn Credo off."""
        for comment in file.outline.remarks:
            if comment.text.startswith("credo:disable-for-"):
                yield comment

    def silencing_dialyzer(self, file: File) -> Iterator[Attribute]:
        """Yield the attributes that turn warnings of Dialyzer off."""
        if file.outline.remarks or file.outline.attributes:
            for each in file.outline.attributes:
                if each.name == "dialyzer" and not each.quoted and _is_silent(each.value):
                    yield each

    def has_reason(self, file: File, start: int, end: int, whole_file: bool = False) -> bool:
        """Whether a comment with a reason stands in the lines around a stretch of text.

        Above it may stand further lines that silence something, which share the reason.
        """
        outline = file.outline
        lines = outline.lines
        first, last = lines.line(start), lines.line(max(start, end - 1))
        below = (last, last + 1) if whole_file else (last,)
        if any(
            lines.line(c.start) in below and c.start != start and _is_reason(c)
            for c in outline.remarks
        ):
            return True
        silencing = {lines.line(each.start) for each in self.silencing_dialyzer(file)}
        reasons = {lines.line(c.start) for c in outline.remarks if _is_reason(c)}
        others = {lines.line(c.start) for c in outline.remarks}
        row = first - 1
        while row in silencing or (row in others and row not in reasons):
            row -= 1
        return row in reasons


def _is_reason(comment: Comment) -> bool:
    return len(comment.text.split()) >= WORDS and not comment.text.startswith(_TOOLS)


def _is_silent(value: Value | None) -> bool:
    match value:
        case Atom():
            return value.name.startswith("no")
        case TupleOf() if value.items:
            return _is_silent(value.items[0])
        case ListOf():
            return any(_is_silent(item) for item in value.items)
        case _:
            return False
