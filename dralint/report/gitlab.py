"""The format `gitlab`: the Code Quality report that GitLab shows in a merge request."""

import hashlib
from typing import TextIO

from dralint.finding import Diagnostic, Result, Severity

from .base import ReportOptions
from .machine import write_json
from .sarif_places import Json

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


class GitLab:
    """A list of findings. It has no room for places that were not analysed, nor for problems."""

    name = "gitlab"
    for_people = False

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole report."""
        seen: set[str] = set()
        write_json([_finding(found, seen) for found in result.diagnostics], out)


def _finding(found: Diagnostic, seen: set[str]) -> Json:
    return {
        # The rule is named here too, because a merge request does not show `check_name`.
        "description": f"{found.rule}: {found.message}",
        "check_name": found.rule,
        "fingerprint": _unique(found, seen),
        "severity": _SEVERITIES[found.severity],
        "location": {
            "path": found.span.path,
            "lines": {"begin": found.span.start.line, "end": found.span.end.line},
        },
    }


def _unique(found: Diagnostic, seen: set[str]) -> str:
    """Return an identity that no other finding has: of two with the same, GitLab shows one."""
    content = "\0".join((found.rule, found.fingerprint or f"{found.span.path}\0{found.message}"))
    number = 0
    while True:
        text = f"{content}\0{number}".encode("utf-8", "surrogatepass")
        print_ = hashlib.sha256(text).hexdigest()[:32]
        if print_ not in seen:
            seen.add(print_)
            return print_
        number += 1
