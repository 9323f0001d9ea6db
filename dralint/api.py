"""The one door through which rules see the engine: all that a rule may import.

from dralint.api import WARNING, Call, Finding, rule
"""

from .analysis import constants
from .analysis.agents import Agents
from .analysis.assertions import Assertions, Proof, discarded
from .analysis.blocked import Blocked, BlockedCallbacks
from .analysis.blocking import Blocking, BlockingOptions, Wait
from .analysis.callgraph import CallGraph, Edge
from .analysis.child import Child, same_id
from .analysis.children import Children
from .analysis.closures import Runs, where_runs
from .analysis.contracts import Contracts, Returns, asking, complete_callbacks
from .analysis.delivery import Delivery
from .analysis.dra import Domain, DraOptions, Forward, Member, Resource
from .analysis.ends import Tail
from .analysis.exunit import ExUnit, Tag, is_sample, is_skipped, tags_in
from .analysis.fates import Fate, Fates, Outcome
from .analysis.html import safe_parts
from .analysis.inside import inside
from .analysis.interfaces import Interfaces
from .analysis.layout import Layout
from .analysis.looped import QueriesInLoops, QueryOptions, short
from .analysis.mailbox import DOWN, EXIT, EXIT_NORMAL, TASK_REPLY, Mailbox
from .analysis.marking import Marking
from .analysis.mentions import Mentions
from .analysis.missing_names import Missing, MissingNames
from .analysis.module_names import expected, fits
from .analysis.name_uses import NameUse, NameUses
from .analysis.names import Names
from .analysis.naming import ProcessName
from .analysis.process_names import ProcessNames, Registered
from .analysis.processes import Callback, Processes, describe
from .analysis.queries import Queries
from .analysis.query_paths import Dep
from .analysis.roles import is_exception, main_module, names_offered, public_functions, top_modules
from .analysis.scopes import reads
from .analysis.secrets import Secrets
from .analysis.shapes import Shape, literal, show
from .analysis.sizes import Size
from .analysis.sockets import Sockets
from .analysis.start_order import Misplaced, Need, StartOrder
from .analysis.starts import Standing, Start, Starts
from .analysis.stops import Stop, Stops
from .analysis.supervision import Dynamic, Root, Supervision, expects
from .analysis.supervisors import Listing, Started, Supervisors
from .analysis.surface import CLIENTS, Offer, Surface
from .analysis.tails import Tails
from .analysis.taint import Taint, confidence_of
from .analysis.taint_origin import Origin
from .analysis.taint_sanitizers import HTML as HTML_CLEANERS
from .analysis.taint_sanitizers import PATHS as PATH_CLEANERS
from .analysis.taint_sanitizers import URLS as URL_CLEANERS
from .analysis.term import full
from .analysis.terms import Terms
from .analysis.tested import Reach, Tested
from .analysis.tree import Node
from .analysis.values import Values
from .analysis.wait import Ring
from .analysis.wait_graph import WaitGraph
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
    "CLIENTS",
    "CODE",
    "DOWN",
    "ERROR",
    "EXIT",
    "EXIT_NORMAL",
    "HTML_CLEANERS",
    "INFO",
    "PATH_CLEANERS",
    "POSSIBLE",
    "PROBABLE",
    "TASK_REPLY",
    "URL_CLEANERS",
    "WARNING",
    "Agents",
    "App",
    "Assertions",
    "Attribute",
    "Blocked",
    "BlockedCallbacks",
    "Blocking",
    "BlockingOptions",
    "Call",
    "CallGraph",
    "Callback",
    "Child",
    "Children",
    "Clause",
    "Closure",
    "Confidence",
    "Contracts",
    "Delivery",
    "Dep",
    "Directive",
    "Domain",
    "DraOptions",
    "Dynamic",
    "Edge",
    "Edit",
    "Effects",
    "ExUnit",
    "Fate",
    "Fates",
    "File",
    "Finding",
    "Fix",
    "Forward",
    "Function",
    "Interfaces",
    "Layout",
    "Listing",
    "Mailbox",
    "Marking",
    "Member",
    "Mentions",
    "Misplaced",
    "Missing",
    "MissingNames",
    "Module",
    "NameUse",
    "NameUses",
    "Names",
    "Need",
    "Node",
    "Offer",
    "Options",
    "Origin",
    "Outcome",
    "Position",
    "ProcessName",
    "ProcessNames",
    "Processes",
    "Project",
    "Proof",
    "Queries",
    "QueriesInLoops",
    "QueryOptions",
    "Reach",
    "Registered",
    "Resource",
    "Returns",
    "Ring",
    "Root",
    "Rule",
    "Runs",
    "Secrets",
    "Severity",
    "Shape",
    "Size",
    "Sockets",
    "Span",
    "Spec",
    "Standing",
    "Start",
    "StartOrder",
    "Started",
    "Starts",
    "Step",
    "Stop",
    "Stops",
    "Supervision",
    "Supervisors",
    "Suppression",
    "Surface",
    "Tag",
    "Tail",
    "Tails",
    "Taint",
    "Terms",
    "Tested",
    "Values",
    "Wait",
    "WaitGraph",
    "asking",
    "complete_callbacks",
    "confidence_of",
    "constants",
    "describe",
    "discarded",
    "expected",
    "expects",
    "fits",
    "full",
    "hookimpl",
    "inside",
    "is_exception",
    "is_sample",
    "is_skipped",
    "literal",
    "main_module",
    "names_offered",
    "nearest",
    "public_functions",
    "reads",
    "rule",
    "rules_in",
    "safe_parts",
    "same_id",
    "short",
    "show",
    "tags_in",
    "top_modules",
    "values",
    "where_runs",
]
