"""The one door through which rules see the engine: all that a rule may import.

from dralint.api import WARNING, Call, Finding, rule
"""

from .analysis.assertions import Assertions, Proof, discarded
from .analysis.callgraph import CallGraph, Edge
from .analysis.closures import Runs, where_runs
from .analysis.contracts import Contracts, Returns, asking
from .analysis.exunit import ExUnit, Tag, is_skipped, tags_in
from .analysis.processes import Callback, Processes, describe
from .analysis.scopes import reads
from .analysis.shapes import Shape, show
from .analysis.tails import Tail, Tails
from .config import nearest
from .finding import (
    CERTAIN,
    ERROR,
    INFO,
    POSSIBLE,
    PROBABLE,
    WARNING,
    Confidence,
    Edit,
    Finding,
    Fix,
    Severity,
    Step,
)
from .hookspecs import hookimpl
from .outline import values
from .outline.data import Attribute, Clause, Closure, Directive, Spec
from .plugins import rules_in
from .project import App, Call, Effects, File, Function, Module, Project
from .rule import ALL_KINDS, CODE, Options, Rule, rule
from .suppression import Suppression
from .text import Position, Span

__all__ = [
    "ALL_KINDS",
    "CERTAIN",
    "CODE",
    "ERROR",
    "INFO",
    "POSSIBLE",
    "PROBABLE",
    "WARNING",
    "App",
    "Assertions",
    "Attribute",
    "Call",
    "CallGraph",
    "Callback",
    "Clause",
    "Closure",
    "Confidence",
    "Contracts",
    "Directive",
    "Edge",
    "Edit",
    "Effects",
    "ExUnit",
    "File",
    "Finding",
    "Fix",
    "Function",
    "Module",
    "Options",
    "Position",
    "Processes",
    "Project",
    "Proof",
    "Returns",
    "Rule",
    "Runs",
    "Severity",
    "Shape",
    "Span",
    "Spec",
    "Step",
    "Suppression",
    "Tag",
    "Tail",
    "Tails",
    "asking",
    "describe",
    "discarded",
    "hookimpl",
    "is_skipped",
    "nearest",
    "reads",
    "rule",
    "rules_in",
    "show",
    "tags_in",
    "values",
    "where_runs",
]
