"""The format `checkstyle`: the XML of the tool of that name, which many readers of reports take."""

from itertools import groupby
from typing import TextIO
from xml.etree.ElementTree import Element

from dralint.finding import Diagnostic, Result

from .base import ReportOptions
from .xml_text import element, write_xml

_VERSION = "4.3"
"""What every tool but Checkstyle itself writes there; readers ask for some version."""


class Checkstyle:
    """Findings by file. It has no room for places that were not analysed, nor for problems."""

    name = "checkstyle"
    for_people = False

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole report."""
        root = element("checkstyle", version=_VERSION)
        for path, group in groupby(result.diagnostics, key=lambda found: found.span.path):
            file = element("file", name=path)
            file.extend(_error(found) for found in group)
            root.append(file)
        write_xml(root, out)


def _error(found: Diagnostic) -> Element:
    return element(
        "error",
        line=found.span.start.line,
        column=found.span.start.column,
        severity=found.severity.label,
        message=found.message,
        source=f"dralint.{found.rule}",
    )
