"""What a rule is.

A rule is a generator function in a module whose docstring is its page. The first parameter is the
subject: the function runs once for each. The other parameters are analyses and the rule's own
options:

    check(file: File)           once for each file
    check(module: Module)       once for each module
    check(function: Function)   once for each function
    check(call: Call)           once for each call of one of the rule's targets
    check(callback: Callback)   once for each clause of a process's callback
    check(suppression: ...)     once for each suppression, when all other rules have spoken
    check(project: Project)     once for the project
"""

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from typing import Any, get_type_hints

from .finding import CERTAIN, WARNING, Confidence, Finding, RuleInfo, Severity

Check = Callable[..., Iterator[Finding]]
CODE = ("lib", "web")
"""The kinds of file that a rule runs on unless it says otherwise."""

ALL_KINDS = (
    "lib",
    "web",
    "test",
    "support",
    "migration",
    "seeds",
    "task",
    "release",
    "script",
    "config",
    "mix",
    "generated",
)
"""Every kind of file that holds Elixir."""

SUBJECTS = frozenset(("File", "Module", "Function", "Call", "Callback", "Suppression", "Project"))


class Options:
    """Subclass as a frozen dataclass whose fields all have defaults. Users set them by rule."""


@dataclass(frozen=True)
class Card:
    """What the engine knows of a rule before it is imported; see `Rule` for the fields.

    `configurable`: it has options. `load` imports the rule, or hands on what is there already.
    """

    info: RuleInfo
    subject: str
    targets: tuple[str, ...]
    kinds: tuple[str, ...]
    after: tuple[str, ...]
    rooted: bool
    configurable: bool
    load: Callable[[], "Rule"]

    @property
    def id(self) -> str:
        """The id of the rule."""
        return self.info.id


class RuleError(Exception):
    """A rule is not well formed. The message names it and says what is wrong."""


@dataclass(frozen=True)
class Rule:
    """A convention and how it is checked.

    `kinds` are the kinds of file it runs on. `targets` are the calls it looks at, as
    `Module.name/arity` or `/*`. `after`: where one of these rules reports the same cause, this one
    is silent. `rooted`: it needs to know the whole application, so it is silent without `mix.exs`.
    `experimental` rules are off unless they are asked for by name, and so are those of `history`,
    which read all that git remembers. `formerly` are ids that it had before: what names one of
    them still holds.
    """

    id: str
    check: Check
    severity: Severity
    confidence: Confidence
    subject: str
    wants: tuple[type[Any], ...]
    targets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = CODE
    after: tuple[str, ...] = ()
    rooted: bool = False
    experimental: bool = False
    history: bool = False
    formerly: tuple[str, ...] = ()

    @property
    def switch(self) -> str:
        """The word that turns it on together with others like it; empty: it is on."""
        return "history" if self.history else "experimental" if self.experimental else ""

    @property
    def family(self) -> str:
        """The first word of the id."""
        return self.id.partition("-")[0]

    @property
    def module(self) -> str:
        """The name of the Python module that holds the rule."""
        return self.check.__module__

    @property
    def options(self) -> type[Options] | None:
        """The class of the rule's options."""
        return next((want for want in self.wants if issubclass(want, Options)), None)

    @property
    def analyses(self) -> tuple[type[Any], ...]:
        """The analyses that it asks for."""
        return tuple(want for want in self.wants if not issubclass(want, Options))

    @cached_property
    def page(self) -> str:
        """The documentation, in Markdown."""
        return inspect.cleandoc(sys.modules[self.module].__doc__ or "")

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.partition("\n")[0]

    @property
    def card(self) -> Card:
        """What the engine asks before it runs the rule."""
        return Card(
            self.info,
            self.subject,
            self.targets,
            self.kinds,
            self.after,
            self.rooted,
            self.options is not None,
            lambda: self,
        )

    @property
    def info(self) -> RuleInfo:
        """What reports say of the rule."""
        return RuleInfo(
            self.id,
            self.severity,
            self.confidence,
            self.summary,
            self.page,
            self.switch,
            (self.family,),
            self.formerly,
        )


def rule(
    id: str,
    *,
    severity: Severity = WARNING,
    confidence: Confidence = CERTAIN,
    targets: tuple[str, ...] | list[str] = (),
    kinds: tuple[str, ...] = CODE,
    after: tuple[str, ...] = (),
    rooted: bool = False,
    experimental: bool = False,
    history: bool = False,
    formerly: tuple[str, ...] = (),
) -> Callable[[Check], Rule]:
    """Make a rule of a generator function; a signature that makes no sense raises RuleError."""

    def decorate(check: Check) -> Rule:
        for each in (id, *formerly):
            if not re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", each):
                raise RuleError(f"rule {each!r}: an id is its family and its name: otp-call-self")
        hints = get_type_hints(check)
        hints.pop("return", None)
        kinds_asked = list(hints.values())
        if not kinds_asked or kinds_asked[0].__name__ not in SUBJECTS:
            raise RuleError(
                f"rule {id}: the first parameter is one of {', '.join(sorted(SUBJECTS))}"
            )
        subject = kinds_asked[0].__name__
        if (subject == "Call") != bool(targets):
            raise RuleError(f"rule {id}: targets go with a Call, and a Call with targets")
        for want in kinds_asked[1:]:
            _check_want(id, want)
        return Rule(
            id,
            check,
            severity,
            confidence,
            subject,
            tuple(kinds_asked[1:]),
            tuple(targets),
            kinds,
            after,
            rooted,
            experimental,
            history,
            formerly,
        )

    return decorate


def _check_want(id: str, want: Any) -> None:
    if isinstance(want, type) and issubclass(want, Options):
        if not (is_dataclass(want) and want.__dataclass_params__.frozen):
            raise RuleError(f"rule {id}: {want.__name__} must be a frozen dataclass")
        try:
            want()
        except TypeError:
            names = ", ".join(field.name for field in fields(want))
            raise RuleError(f"rule {id}: every option needs a default ({names})") from None
    elif not hasattr(want, "of"):
        raise RuleError(f"rule {id}: {want!r} is neither an analysis nor options")
