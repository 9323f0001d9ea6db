"""Calls that a configuration forbids."""

import re
from collections.abc import Iterator

from dralint.analysis.patterns.search import unsure_calls
from dralint.finding import PROBABLE, Finding
from dralint.project import Call, Project
from dralint.rule import Check

from .saying import CALL, Saying

FORM = re.compile(r"(:?[A-Za-z][\w.]*)\.([a-z_]\w*[?!]?|\*)(?:/(\d+))?")
"""`Module.name/arity`, `Module.name` or `Module.*`."""


def calls_check(targets: tuple[str, ...], saying: Saying) -> Check:
    """Return the check that finds the calls of targets of this form."""
    forms = [form for target in targets if (form := FORM.fullmatch(target))]

    def check(project: Project) -> Iterator[Finding]:
        for form in forms:
            module, name, arity = form.groups()
            for call in _calls(project, module, name):
                fits = arity is None or call.arity == int(arity)
                if fits and not call.data.quoted and saying.holds(call.file, call.module):
                    sure = None if call.target is not None else PROBABLE
                    label = f"{module}.{call.name}/{call.arity}".removeprefix("Kernel.")
                    yield saying.finding(call.name_span, {CALL: f"`{label}`"}, sure)

    return check


def _calls(project: Project, module: str, name: str) -> Iterator[Call]:
    if name == "*":
        yield from project.calls_matching(module)
    else:
        yield from project.calls_to(f"{module}.{name}/*")
        yield from unsure_calls(project, module, name)
