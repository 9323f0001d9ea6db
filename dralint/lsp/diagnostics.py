"""Findings as editors want them."""

from collections.abc import Callable
from dataclasses import dataclass

from lsprotocol import types

from dralint.finding import Diagnostic, Severity

from .shown import Desk, Shown

SOURCE = "dralint"
SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


@dataclass(frozen=True)
class Wishes:
    """What the editor understands of a diagnostic, as it said itself."""

    related: bool = False
    links: bool = False
    tags: bool = False
    versions: bool = False

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> "Wishes":
        """Read what the client can do."""
        document = capabilities.text_document
        can = document.publish_diagnostics if document else None
        if can is None:
            return cls()
        unneeded = types.DiagnosticTag.Unnecessary
        return cls(
            bool(can.related_information),
            bool(can.code_description_support),
            bool(can.tag_support and unneeded in can.tag_support.value_set),
            bool(can.version_support),
        )


def diagnostic(
    each: Diagnostic, shown: Shown, desk: Desk, wishes: Wishes, page: Callable[[str], str | None]
) -> types.Diagnostic:
    """Return one finding; `page` gives the address of a rule's page."""
    link = page(each.rule) if wishes.links else None
    message = each.message if each.help is None else f"{each.message}\n{each.help}"
    related = [
        types.DiagnosticRelatedInformation(desk.location(shown.root, step.span), step.message)
        for step in each.trail
    ]
    return types.Diagnostic(
        range=shown.text.range(each.span),
        message=message,
        severity=SEVERITIES[each.severity],
        code=each.rule,
        code_description=types.CodeDescription(link) if link else None,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if wishes.tags and _is_unneeded(each) else None,
        related_information=related if wishes.related and related else None,
        data={"fingerprint": each.fingerprint},
    )


def _is_unneeded(found: Diagnostic) -> bool:
    """Whether the fix does nothing but delete what the finding points at."""
    if found.fix is None or not found.fix.edits:
        return False
    deletes = [edit.span for edit in found.fix.edits if not edit.text.strip()]
    return len(deletes) == len(found.fix.edits) and any(
        span.start <= found.span.start and found.span.end <= span.end for span in deletes
    )
