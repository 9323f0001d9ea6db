"""The one door through which rules see the engine: all that a rule may import.

from dralint.api import WARNING, Call, Finding, rule
"""

from .analysis.ash.ash import Ash, AshAction, AshModule
from .analysis.calls.callgraph import CallGraph, Edge
from .analysis.calls.closures import Runs, where_runs
from .analysis.calls.components import strongly_connected
from .analysis.calls.handed import handed_to
from .analysis.calls.inside import inside
from .analysis.change.api_changes import ApiChanges
from .analysis.change.approvals import Approvals
from .analysis.change.architecture_changes import ArchitectureChanges
from .analysis.change.change import Change
from .analysis.change.dependency_changes import DependencyChanges
from .analysis.change.message_changes import MessageChanges
from .analysis.change.outer_changes import OuterChanges
from .analysis.change.quality_changes import QualityChanges
from .analysis.change.return_changes import ReturnChanges
from .analysis.change.security_changes import SecurityChanges
from .analysis.change.shape_changes import ShapeChanges
from .analysis.change.stack_changes import StackChanges
from .analysis.change.supervision_changes import SupervisionChanges
from .analysis.change.test_changes import TestChanges
from .analysis.docs.doc_references import DocReferences
from .analysis.docs.doc_text import DocText, doc_of, module_docs
from .analysis.docs.doctests import Doctests
from .analysis.docs.parameters import is_key, is_matched, listed_parameters, named_parameters
from .analysis.docs.spec_results import WEAK as WEAK_TYPES
from .analysis.docs.spec_results import SpecResults, specs_of
from .analysis.duties.cohesion import clusters
from .analysis.duties.complexity import bounds, complexity, lines_of
from .analysis.duties.concerns import LIGHT, Concerns
from .analysis.evidence.history import History
from .analysis.evidence.remarks import ToolRemarks
from .analysis.evidence.reports import Failure, Reports
from .analysis.inspection.callers import Callers, Context
from .analysis.layout.borders import Borders, Crossing
from .analysis.layout.dra import Domain, DraOptions, Forward, Member, Resource
from .analysis.layout.evidence import singular
from .analysis.layout.layout import Layout
from .analysis.layout.lexicon import CHANGING, is_action_name, normal, words
from .analysis.layout.module_names import expected, fits
from .analysis.layout.roles import (
    announced,
    is_exception,
    main_module,
    names_offered,
    nature,
    public_functions,
    top_modules,
)
from .analysis.layout.surface import CLIENTS, Offer, Surface
from .analysis.layout.work import work_of
from .analysis.liveview.events import Event, Events
from .analysis.liveview.mounting import Mounting, Unconnected
from .analysis.map.features import Feature, Features, lacking
from .analysis.messages.delivery import Delivery
from .analysis.messages.interfaces import Interfaces
from .analysis.messages.missing_names import Missing, MissingNames
from .analysis.messages.name_uses import NameUse, NameUses
from .analysis.messages.process_names import ProcessNames, Registered
from .analysis.papers.gates import Gates
from .analysis.papers.remarks import Remarks
from .analysis.plan.domain_drift import DomainDrift
from .analysis.plan.plans import Plans
from .analysis.plan.process_drift import ProcessDrift
from .analysis.plan.stack import MAJOR
from .analysis.processes.agents import Agents
from .analysis.processes.contracts import Contracts, Returns, asking, complete_callbacks
from .analysis.processes.explained import Explained
from .analysis.processes.mailbox import DOWN, EXIT, EXIT_NORMAL, TASK_REPLY, Mailbox
from .analysis.processes.marking import Marking
from .analysis.processes.processes import Callback, Processes, describe
from .analysis.processes.sockets import Sockets
from .analysis.processes.starts import Standing, Start, Starts
from .analysis.processes.strays import Strays, Unready
from .analysis.pubsub.hearing import Hearing, Unheard
from .analysis.pubsub.topics import Broadcast, Topic, Topics
from .analysis.pubsub.transactions import Early, Transactions
from .analysis.queries.asking import Asking
from .analysis.queries.changesets import Changesets
from .analysis.queries.in_memory import ListsInMemory
from .analysis.queries.looped import QueriesInLoops, QueryOptions, confidence_in, short
from .analysis.queries.missing_preloads import MissingPreloads
from .analysis.queries.queries import Queries
from .analysis.queries.query_paths import Dep
from .analysis.queries.rendering import Rendering
from .analysis.queries.rows import RowsOf
from .analysis.queries.schemas import Schemas
from .analysis.queries.servers_in_loops import ServersInLoops
from .analysis.queries.side_effects import SideEffects
from .analysis.queries.sizes import Size
from .analysis.queries.split_writes import SplitWrites
from .analysis.references.absences import Absence, Absences
from .analysis.references.definitions import Definitions
from .analysis.references.imports import IdleNames
from .analysis.references.mentions import Mentions
from .analysis.references.names import Names
from .analysis.references.results import Held, Results
from .analysis.references.texts import Texts
from .analysis.references.unnamed import UnnamedModules
from .analysis.references.unread import Unread
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
from .analysis.taint.unverified import unverified
from .analysis.tests.added import Added
from .analysis.tests.assertions import Assertions, Proof
from .analysis.tests.commented import commented_tests
from .analysis.tests.coverage import Coverage, Share
from .analysis.tests.exunit import ExUnit, Tag, is_sample, is_skipped, tags_in
from .analysis.tests.happy_paths import HappyPaths
from .analysis.tests.levels import Levels
from .analysis.tests.places import mix_place
from .analysis.tests.routes import Routes
from .analysis.tests.shared_state import SharedState
from .analysis.tests.stubs import LATER, stub_of
from .analysis.tests.test_files import TestFiles
from .analysis.tests.test_order import Order, TestOrder, Verdict
from .analysis.tests.tested import Reach, Tested
from .analysis.values import constants
from .analysis.values.ends import Tail
from .analysis.values.fates import Fate, Fates, Outcome
from .analysis.values.likeness import tokens
from .analysis.values.naming import ProcessName
from .analysis.values.scopes import reads
from .analysis.values.shapes import Shape, literal, show
from .analysis.values.swallowed import Swallowed
from .analysis.values.tails import Tails
from .analysis.values.term import full
from .analysis.values.terms import Terms
from .analysis.values.types import Types, differ, promises, tagged
from .analysis.values.values import Values
from .analysis.waiting.blocked import Blocked, BlockedCallbacks
from .analysis.waiting.blocking import Blocking, BlockingOptions, Wait
from .analysis.waiting.leaks import Leaks
from .analysis.waiting.stops import Stop, Stops
from .analysis.waiting.table_reads import TableReads
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
from .outline.data import Attribute, Binding, Clause, Closure, Directive, Spec
from .plugins import rules_in
from .project import App, Call, Effects, File, Function, Module, Paper, Project
from .rule import ALL_KINDS, CODE, Options, Rule, rule
from .suppression import Suppression
from .text import Position, Span

__all__ = [
    "ALL_KINDS",
    "CERTAIN",
    "CHANGING",
    "CLIENTS",
    "CODE",
    "DOWN",
    "ERROR",
    "EXIT",
    "EXIT_NORMAL",
    "HTML_CLEANERS",
    "INFO",
    "LATER",
    "LIGHT",
    "MAJOR",
    "PATH_CLEANERS",
    "POSSIBLE",
    "PROBABLE",
    "TASK_REPLY",
    "URL_CLEANERS",
    "WARNING",
    "WEAK_TYPES",
    "Absence",
    "Absences",
    "Added",
    "Agents",
    "ApiChanges",
    "App",
    "Approvals",
    "ArchitectureChanges",
    "Ash",
    "AshAction",
    "AshModule",
    "Asking",
    "Assertions",
    "Attribute",
    "Binding",
    "Blocked",
    "BlockedCallbacks",
    "Blocking",
    "BlockingOptions",
    "Borders",
    "Broadcast",
    "Call",
    "CallGraph",
    "Callback",
    "Callers",
    "Change",
    "Changesets",
    "Child",
    "Children",
    "Clause",
    "Closure",
    "Concerns",
    "Confidence",
    "Context",
    "Contracts",
    "Coverage",
    "Crossing",
    "Definitions",
    "Delivery",
    "Dep",
    "DependencyChanges",
    "Directive",
    "DocReferences",
    "DocText",
    "Doctests",
    "Domain",
    "DomainDrift",
    "DraOptions",
    "Dynamic",
    "Early",
    "Edge",
    "Edit",
    "Effects",
    "Event",
    "Events",
    "ExUnit",
    "Explained",
    "Failure",
    "Fate",
    "Fates",
    "Feature",
    "Features",
    "File",
    "Finding",
    "Fix",
    "Forward",
    "Function",
    "Gates",
    "HappyPaths",
    "Hearing",
    "Held",
    "History",
    "IdleNames",
    "Interfaces",
    "Layout",
    "Leaks",
    "Levels",
    "Listing",
    "ListsInMemory",
    "Mailbox",
    "Marking",
    "Member",
    "Mentions",
    "MessageChanges",
    "Misplaced",
    "Missing",
    "MissingNames",
    "MissingPreloads",
    "Module",
    "Mounting",
    "NameUse",
    "NameUses",
    "Names",
    "Need",
    "Node",
    "Offer",
    "Options",
    "Order",
    "Origin",
    "Outcome",
    "OuterChanges",
    "Paper",
    "Plans",
    "Position",
    "ProcessDrift",
    "ProcessName",
    "ProcessNames",
    "Processes",
    "Project",
    "Proof",
    "QualityChanges",
    "Queries",
    "QueriesInLoops",
    "QueryOptions",
    "Reach",
    "Registered",
    "Remarks",
    "Rendering",
    "Reports",
    "Resource",
    "Results",
    "ReturnChanges",
    "Returns",
    "Ring",
    "Root",
    "Routes",
    "RowsOf",
    "Rule",
    "Runs",
    "Schemas",
    "Secrets",
    "SecurityChanges",
    "ServersInLoops",
    "Severity",
    "Shape",
    "ShapeChanges",
    "Share",
    "SharedState",
    "SideEffects",
    "Size",
    "Sockets",
    "Span",
    "Spec",
    "SpecResults",
    "SplitWrites",
    "StackChanges",
    "Standing",
    "Start",
    "StartOrder",
    "Started",
    "Starts",
    "Step",
    "Stop",
    "Stops",
    "Strays",
    "Supervision",
    "SupervisionChanges",
    "Supervisors",
    "Suppression",
    "Surface",
    "Swallowed",
    "TableReads",
    "Tag",
    "Tail",
    "Tails",
    "Taint",
    "Terms",
    "TestChanges",
    "TestFiles",
    "TestOrder",
    "Tested",
    "Texts",
    "ToolRemarks",
    "Topic",
    "Topics",
    "Transactions",
    "Types",
    "Unconnected",
    "Unheard",
    "UnnamedModules",
    "Unread",
    "Unready",
    "Values",
    "Verdict",
    "Wait",
    "WaitGraph",
    "announced",
    "asking",
    "bounds",
    "clusters",
    "commented_tests",
    "complete_callbacks",
    "complexity",
    "confidence_in",
    "confidence_of",
    "constants",
    "describe",
    "differ",
    "doc_of",
    "expected",
    "expects",
    "fits",
    "full",
    "handed_to",
    "hookimpl",
    "inside",
    "is_action_name",
    "is_exception",
    "is_key",
    "is_matched",
    "is_sample",
    "is_skipped",
    "lacking",
    "lines_of",
    "listed_parameters",
    "literal",
    "main_module",
    "mix_place",
    "module_docs",
    "named_parameters",
    "names_offered",
    "nature",
    "nearest",
    "normal",
    "promises",
    "public_functions",
    "reads",
    "rule",
    "rules_in",
    "safe_parts",
    "same_id",
    "short",
    "show",
    "singular",
    "specs_of",
    "strongly_connected",
    "stub_of",
    "tagged",
    "tags_in",
    "tokens",
    "top_modules",
    "unverified",
    "values",
    "where_runs",
    "words",
    "work_of",
]
