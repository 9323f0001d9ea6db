"""The one door through which rules see the engine: all that a rule may import.

from dralint.api import WARNING, Call, Finding, rule
"""

from .analysis.calls.callgraph import CallGraph, Edge
from .analysis.calls.closures import Runs, where_runs
from .analysis.calls.inside import inside
from .analysis.inspection.callers import Callers, Context
from .analysis.layout.dra import Domain, DraOptions, Forward, Member, Resource
from .analysis.layout.layout import Layout
from .analysis.layout.module_names import expected, fits
from .analysis.layout.roles import (
    is_exception,
    main_module,
    names_offered,
    public_functions,
    top_modules,
)
from .analysis.layout.surface import CLIENTS, Offer, Surface
from .analysis.liveview.events import Event, Events
from .analysis.liveview.mounting import Mounting, Unconnected
from .analysis.messages.delivery import Delivery
from .analysis.messages.interfaces import Interfaces
from .analysis.messages.missing_names import Missing, MissingNames
from .analysis.messages.name_uses import NameUse, NameUses
from .analysis.messages.process_names import ProcessNames, Registered
from .analysis.processes.agents import Agents
from .analysis.processes.contracts import Contracts, Returns, asking, complete_callbacks
from .analysis.processes.mailbox import DOWN, EXIT, EXIT_NORMAL, TASK_REPLY, Mailbox
from .analysis.processes.marking import Marking
from .analysis.processes.processes import Callback, Processes, describe
from .analysis.processes.sockets import Sockets
from .analysis.processes.starts import Standing, Start, Starts
from .analysis.pubsub.hearing import Hearing, Unheard
from .analysis.pubsub.topics import Broadcast, Topic, Topics
from .analysis.pubsub.transactions import Early, Transactions
from .analysis.queries.looped import QueriesInLoops, QueryOptions, short
from .analysis.queries.queries import Queries
from .analysis.queries.query_paths import Dep
from .analysis.queries.sizes import Size
from .analysis.references.mentions import Mentions
from .analysis.references.names import Names
from .analysis.supervision.child import Child, same_id
from .analysis.supervision.children import Children
from .analysis.supervision.start_order import Misplaced, Need, StartOrder
from .analysis.supervision.supervision import Dynamic, Root, Supervision, expects
from .analysis.supervision.supervisors import Listing, Started, Supervisors
from .analysis.supervision.tree import Node
from .analysis.taint.html import safe_parts
from .analysis.taint.secrets import Secrets
from .analysis.taint.taint import Taint, confidence_of
from .analysis.taint.taint_origin import Origin
from .analysis.taint.taint_sanitizers import HTML as HTML_CLEANERS
from .analysis.taint.taint_sanitizers import PATHS as PATH_CLEANERS
from .analysis.taint.taint_sanitizers import URLS as URL_CLEANERS
from .analysis.tests.assertions import Assertions, Proof, discarded
from .analysis.tests.exunit import ExUnit, Tag, is_sample, is_skipped, tags_in
from .analysis.tests.tested import Reach, Tested
from .analysis.values import constants
from .analysis.values.ends import Tail
from .analysis.values.fates import Fate, Fates, Outcome
from .analysis.values.naming import ProcessName
from .analysis.values.scopes import reads
from .analysis.values.shapes import Shape, literal, show
from .analysis.values.tails import Tails
from .analysis.values.term import full
from .analysis.values.terms import Terms
from .analysis.values.values import Values
from .analysis.waiting.blocked import Blocked, BlockedCallbacks
from .analysis.waiting.blocking import Blocking, BlockingOptions, Wait
from .analysis.waiting.stops import Stop, Stops
from .analysis.waiting.wait import Ring
from .analysis.waiting.wait_graph import WaitGraph
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
    "Broadcast",
    "Call",
    "CallGraph",
    "Callback",
    "Callers",
    "Child",
    "Children",
    "Clause",
    "Closure",
    "Confidence",
    "Context",
    "Contracts",
    "Delivery",
    "Dep",
    "Directive",
    "Domain",
    "DraOptions",
    "Dynamic",
    "Early",
    "Edge",
    "Edit",
    "Effects",
    "Event",
    "Events",
    "ExUnit",
    "Fate",
    "Fates",
    "File",
    "Finding",
    "Fix",
    "Forward",
    "Function",
    "Hearing",
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
    "Mounting",
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
    "Topic",
    "Topics",
    "Transactions",
    "Unconnected",
    "Unheard",
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
