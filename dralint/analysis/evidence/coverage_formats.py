"""The formats of coverage reports: lcov, JSON of excoveralls, Cobertura, and text of `mix test`."""

import re
from collections import defaultdict

import msgspec

from dralint.analysis.evidence.reports import CoverageReport
from dralint.analysis.evidence.xml_events import events


class NotUnderstood(Exception):
    """A report is not what it seems. The message says what is wrong, in a few words."""


_TABLE = re.compile(
    r"^[ \t]*+\|?[ \t]*+(\d+(?:\.\d+)?)%[ \t]*+\|[ \t]*+(\S+)[ \t]*\|?[ \t\r]*$", re.M
)


class _Source(msgspec.Struct):
    name: str
    coverage: list[int | None]


class _Coveralls(msgspec.Struct):
    source_files: list[_Source]


def read_coverage(path: str, text: bytes, time: float | None = None) -> CoverageReport:
    """Return what a report says; NotUnderstood where it is none. The text says which format it is.

    `path` is how the report is named in messages, `time` when it was written.
    """
    head = text.lstrip()[:4096]
    if head.startswith(b"{"):
        return CoverageReport(path, time, _excoveralls(text))
    if head.startswith(b"<"):
        return CoverageReport(path, time, _cobertura(text))
    if re.search(rb"^(SF|TN):", head, re.M):
        return CoverageReport(path, time, _lcov(text))
    modules = {
        name: float(share) for share, name in _TABLE.findall(text.decode("utf-8", "replace"))
    }
    if not modules:
        raise NotUnderstood("is no report of coverage that dralint knows")
    total = modules.pop("Total", None)
    return CoverageReport(path, time, modules=modules, total=total)


def _lcov(text: bytes) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    current: dict[int, int] = {}
    for line in text.decode("utf-8", "replace").splitlines():
        word, _, rest = line.strip().partition(":")
        if word == "SF":
            current = found.setdefault(rest, {})
        elif word == "DA":
            number, _, hits = rest.partition(",")
            hits = hits.partition(",")[0]
            if not (number.isdecimal() and hits.lstrip("-").isdecimal()):
                raise NotUnderstood(f"has a line that is not lcov: {line.strip()[:40]}")
            current[int(number)] = current.get(int(number), 0) + int(hits)
    return found


def _excoveralls(text: bytes) -> dict[str, dict[int, int]]:
    try:
        read = msgspec.json.decode(text, type=_Coveralls)
    except msgspec.DecodeError as error:
        raise NotUnderstood(f"is not the JSON of excoveralls: {error}") from None
    return {
        source.name: {
            number: hits for number, hits in enumerate(source.coverage, start=1) if hits is not None
        }
        for source in read.source_files
    }


def _cobertura(text: bytes) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = defaultdict(dict)
    name = ""
    for event in events(text):
        if event.fault is not None:
            raise NotUnderstood(event.fault)
        if event.name == "class":
            name = event.attributes.get("filename", "")
        elif event.name == "line" and name:
            number, hits = event.attributes.get("number", ""), event.attributes.get("hits", "")
            if number.isdecimal() and hits.isdecimal():
                # A class lists the lines of its methods twice.
                found[name][int(number)] = max(found[name].get(int(number), 0), int(hits))
    if not found:
        raise NotUnderstood("is XML, but no report of Cobertura")
    return dict(found)
