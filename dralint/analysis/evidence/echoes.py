"""Which of our rules say, in their own words, what another tool says of the same line."""

import re

from dralint.analysis.evidence.reports import Remark
from dralint.analysis.evidence.tool_texts import COMPILER, DIALYZER

_CREDO = {
    "Readability.ModuleDoc": ("doc-missing-module",),
    "Readability.Specs": ("spec-missing",),
    "Warning.IoInspect": ("quality-debug-leftover",),
    "Warning.IoPuts": ("quality-debug-leftover",),
    "Warning.IExPry": ("quality-debug-leftover",),
    "Warning.Dbg": ("quality-debug-leftover",),
    "Warning.UnsafeToAtom": ("security-atom-from-input",),
    "Warning.UnsafeExec": ("security-command-injection",),
    "Refactor.CyclomaticComplexity": ("srp-function-complexity",),
}
_SOBELOW = {
    "SQL": ("security-sql-injection", "query-raw-sql"),
    "XSS": ("security-xss-raw",),
    "DOS": ("security-atom-from-input",),
    "CI": ("security-command-injection",),
    "RCE": ("security-code-eval",),
    "Traversal": ("security-path-traversal",),
    "Misc": ("security-unsafe-deserialize",),
}
_COMPILER = (
    (r"variable .* is unused", ("quality-unused-variable",)),
    (r"unused alias", ("quality-unused-alias",)),
    (r"unused import", ("quality-unused-import",)),
    (r"is undefined|undefined function", ("ref-undefined-remote", "ref-undefined-local")),
    (r"undefined struct|expected .* struct|__struct__", ("ref-missing-alias",)),
    (r"spec for undefined function", ("spec-orphan",)),
    (r"@impl|callback", ("otp-missing-impl", "otp-impl-unknown", "otp-callback-shape")),
    (r"clause .*(cannot|never) match", ("ref-impossible-clause",)),
    (r"syntax error|unexpected|missing terminator", ("syntax-error",)),
)


def echoes_of(tool: str, remark: Remark) -> tuple[str, ...]:
    """Return the ids of the rules that may say the same as a remark, empty for none."""
    if tool == "Credo":
        return _CREDO.get(remark.check, ())
    if tool == "Sobelow":
        return _SOBELOW.get(remark.check.partition(".")[0], ())
    if tool == COMPILER:
        found = (rules for sign, rules in _COMPILER if re.search(sign, remark.message))
        return next(found, ())
    if tool == DIALYZER and remark.check == "pattern_match":
        return ("ref-impossible-clause",)
    return ()
