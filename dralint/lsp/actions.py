"""What can be done about findings: fixes, a suppression, all fixes of a file at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from dralint.engine.suppress import reach
from dralint.finding import Diagnostic, Edit
from dralint.fix.edits import apply, may_become, select
from dralint.text import Lines, Position, Span

from .shown import Desk, Shown

FIX_ALL = "source.fixAll.dralint"
SHOW_REASON = "dralint.showReason"
KINDS = [types.CodeActionKind.QuickFix, FIX_ALL]


@dataclass(frozen=True)
class Actions:
    """Makes the actions of one file; `versions` are those of the buffers, by their names.

    `versioned` and `shows` say whether the client takes edits of versions, and shows a place.
    """

    desk: Desk
    shown: Shown
    path: str
    versions: dict[str, int]
    versioned: bool
    shows: bool

    def quick(
        self, place: types.Range, reported: Sequence[types.Diagnostic]
    ) -> Iterator[types.CodeAction]:
        """Yield what can be done about the findings at a place.

        `reported` are the diagnostics that the client sent along.
        """
        for each in self.shown.at(place):
            about = [d for d in reported if d.code == each.rule and self._is_at(d, each)]
            if each.fix is not None and each.fix.edits:
                yield types.CodeAction(
                    each.fix.title,
                    kind=types.CodeActionKind.QuickFix,
                    diagnostics=about or None,
                    is_preferred=each.fix.safe,
                    edit=self._edit(each.fix.edits),
                )
        for each in self.shown.at(place):
            about = [d for d in reported if d.code == each.rule and self._is_at(d, each)]
            ignore = self._ignore(each, about)
            if ignore is not None:
                yield ignore

    def fix_all(self) -> Iterator[types.CodeAction]:
        """Yield the action that makes all safe fixes of the file, if there are any."""
        fixes = {each.fix for each in self.shown.found if each.fix is not None}
        edits = select(fixes, self.path, unsafe=False)
        source = self.shown.text.source
        if edits and may_become(source, apply(source, edits), edits):
            yield types.CodeAction(
                "Fix all that is safe to fix (dralint)", kind=FIX_ALL, edit=self._edit(edits)
            )

    def _is_at(self, reported: types.Diagnostic, found: Diagnostic) -> bool:
        return reported.range == self.shown.text.range(found.span)

    def _ignore(self, found: Diagnostic, about: list[types.Diagnostic]) -> types.CodeAction | None:
        """Return the action that writes a suppression, and leaves the cursor where its reason goes.

        No reason is made up: until there is one, `quality-suppression-unexplained` asks for it.
        """
        edit = suppression(self.shown.text.source, found)
        if edit is None:
            return None
        start = self.shown.text.position(edit.span.start)
        written = edit.text.rstrip("\n")
        column = start.character + len(written)
        command = None
        if self.shows:
            at = {"line": start.line, "character": column}
            uri = self.desk.uri(self.shown.root / self.path)
            command = types.Command("Write the reason", SHOW_REASON, arguments=[uri, at])
        return types.CodeAction(
            f"Ignore {found.rule} here, with a reason",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=about or None,
            edit=self._edit([edit]),
            command=command,
        )

    def _edit(self, edits: Iterable[Edit]) -> types.WorkspaceEdit:
        by_path: dict[
            str, list[types.TextEdit | types.AnnotatedTextEdit | types.SnippetTextEdit]
        ] = {}
        for edit in edits:
            text = self.desk.text(self.shown.root, edit.span.path)
            new = edit.text.replace("\n", "\r\n") if b"\r\n" in text.source else edit.text
            by_path.setdefault(edit.span.path, []).append(
                types.TextEdit(text.range(edit.span), new)
            )
        named = {self.desk.uri(self.shown.root / path): made for path, made in by_path.items()}
        if not self.versioned:
            return types.WorkspaceEdit(
                changes={
                    uri: [edit for edit in made if isinstance(edit, types.TextEdit)]
                    for uri, made in named.items()
                }
            )
        return types.WorkspaceEdit(
            document_changes=[
                types.TextDocumentEdit(
                    types.OptionalVersionedTextDocumentIdentifier(uri, self.versions.get(uri)),
                    made,
                )
                for uri, made in named.items()
            ]
        )


def suppression(source: bytes, found: Diagnostic) -> Edit | None:
    """Return the edit that suppresses a finding by a comment above it, or at its line's end.

    None where neither would be a comment that reaches it, as inside of a text.
    """
    line = Lines.of(source).starts[found.span.start.line - 1]
    row = source[line:].split(b"\n", 1)[0].rstrip(b"\r").decode("utf-8", "replace")
    indent = row[: len(row) - len(row.lstrip())]
    note = f"# dralint:ignore {found.rule} -- "
    above = Position(found.span.start.line, 1)
    behind = Position(found.span.start.line, len(row) + 1)
    path = found.span.path
    for place, text, below in (
        (above, f"{indent}{note}\n", 1),
        (behind, f" {note}", 0),
    ):
        edit = Edit(Span(path, place, place), text)
        target = found.span.start.line + below
        after = apply(source, [edit])
        lines = reach(after, found.rule, target)
        # Above the first code a comment holds for the whole file, which is more than was asked for.
        if lines is not None and lines != (1, len(Lines.of(after).starts)):
            return edit
    return None
