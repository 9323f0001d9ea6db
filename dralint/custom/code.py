"""Code that a configuration does not want, by patterns."""

from collections.abc import Iterator

from dralint.analysis.patterns.pattern import Pattern
from dralint.analysis.patterns.search import search
from dralint.finding import PROBABLE, Finding
from dralint.project import File, Module, Project
from dralint.rule import Check

from .saying import Saying, words_of


def code_check(patterns: tuple[Pattern, ...], saying: Saying) -> Check:
    """Return the check that finds any of some patterns."""

    def check(project: Project) -> Iterator[Finding]:
        files = [file for file in project.files if _may_hold(saying, file)]
        for pattern in patterns:
            for match in search(project, pattern, files):
                if saying.holds(match.file, _module_at(match.file, match.start)):
                    words = words_of(match.file, match.bound)
                    sure = None if match.sure else PROBABLE
                    yield saying.finding(match.name_span, words, sure)

    return check


def _may_hold(saying: Saying, file: File) -> bool:
    return any(saying.holds(file, module) for module in (None, *file.modules))


def _module_at(file: File, offset: int) -> Module | None:
    """Return the innermost module around an offset."""
    around = [each for each in file.modules if each.data.start <= offset < each.data.end]
    return around[-1] if around else None
