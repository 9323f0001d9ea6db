"""What the formats for people share: what is shown, what is only counted, and the words for it."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dralint.finding import Diagnostic, Result, Severity
from dralint.text import Span, cells

from .base import ReportOptions

LIMIT = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """The findings to show, in their order, and by rule how many more there are."""

    diagnostics: tuple[Diagnostic, ...]
    hidden: dict[str, int]


def shown(result: Result, options: ReportOptions) -> Shown:
    """Choose at most `LIMIT` findings of each rule, the gravest before the others."""
    if options.show_all:
        return Shown(result.diagnostics, {})
    by_rule: defaultdict[str, list[int]] = defaultdict(list)
    for index, diagnostic in enumerate(result.diagnostics):
        by_rule[diagnostic.rule].append(index)
    kept: set[int] = set()
    hidden: dict[str, int] = {}
    for rule, places in by_rule.items():
        if len(places) > LIMIT:
            hidden[rule] = len(places) - LIMIT
            places = sorted(places, key=lambda at: -result.diagnostics[at].severity)[:LIMIT]
        kept.update(places)
    chosen = tuple(found for at, found in enumerate(result.diagnostics) if at in kept)
    return Shown(chosen, dict(sorted(hidden.items(), key=lambda item: (-item[1], item[0]))))


def visible(text: str) -> str:
    """Return the text with everything that acts on a terminal made visible.

    Names and code come from a repository that nobody vouches for. What does not print itself
    (controls, direction marks, zero-width and unassigned characters, lone surrogates) is drawn: an
    escape character as `␛`, a direction mark as `\\u202e`.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _drawn(char) for char in text)


def _drawn(char: str) -> str:
    if char < " ":
        return chr(0x2400 + ord(char))
    if char == "\x7f":
        return "␡"
    if unicodedata.category(char) == "Zs":
        return char
    return char.encode("unicode_escape").decode("ascii")


def place(span: Span) -> str:
    """Return the place as terminals and editors make a link of it."""
    return f"{visible(span.path)}:{span.start.line}:{span.start.column}"


def wrap(text: str, room: int, used: int = 0) -> list[str]:
    """Break a text between words into lines of at most `room` cells; a longer word stays whole.

    `used` is how much of the first line is taken already.
    """
    lines = [""]
    width = used
    for word in filter(None, text.split(" ")):
        size = cells(word)
        if lines[-1] and width + 1 + size > room:
            lines.append(word)
            width = size
        else:
            gap = " " if lines[-1] else ""
            lines[-1] += gap + word
            width += len(gap) + size
    return lines


def plural(count: int, noun: str) -> str:
    """Return a count with its noun: `1 error`, `2 errors`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def severities(diagnostics: Iterable[Diagnostic]) -> list[tuple[Severity, int]]:
    """Count findings by severity, the gravest first."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    return sorted(counts.items(), reverse=True)


def hidden_words(hidden: dict[str, int]) -> str:
    """Say how many findings of which rules are not shown."""
    return ", ".join(f"{count:,} of {visible(rule)}" for rule, count in hidden.items())


def unanalysed_words(result: Result, options: ReportOptions) -> list[str]:
    """Say which places were not analysed, one line for each reason, the commonest first."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for item in result.unanalysed:
        groups[visible(item.reason)].append(f"{visible(item.path)}:{item.line}")
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    if options.show_all:
        return [f"{', '.join(places)}: {reason}" for reason, places in ordered]
    words = []
    for reason, (first, *others) in ordered[:LIMIT]:
        more = f" and {len(others):,} more" if others else ""
        words.append(f"{first}{more}: {reason}")
    if rest := sum(len(places) for _, places in ordered[LIMIT:]):
        words.append(f"{rest:,} more (--all shows them)")
    return words


def ending(result: Result, chosen: Shown, options: ReportOptions) -> Iterator[str]:
    """Say in plain lines what was left out, what went wrong, and how much there is."""
    if chosen.hidden:
        yield f"not shown: {hidden_words(chosen.hidden)} (--all shows them)"
    for words in unanalysed_words(result, options):
        yield f"not analysed: {words}"
    for problem in result.problems:
        yield f"problem: {visible(problem)}"
    counts = ", ".join(plural(n, severity.label) for severity, n in severities(result.diagnostics))
    total = len(result.diagnostics)
    findings = f"{plural(total, 'finding')} ({counts})" if total else "no findings"
    suppressed = f"; {result.suppressed:,} suppressed" if result.suppressed else ""
    suppressed += f"; {result.baselined:,} in the baseline" if result.baselined else ""
    checked = f"{plural(result.files, 'file')}, {plural(result.lines, 'line')}"
    yield f"{findings} in {checked}{suppressed}"
