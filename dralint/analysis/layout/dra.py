"""The words of a Domain Resource Action layout: options, members, resources, domains."""

from dataclasses import dataclass, field
from typing import Literal

from dralint.analysis.layout.lexicon import NON_DOMAINS, NON_RESOURCES, words
from dralint.analysis.layout.seats import Seat
from dralint.project import App, Call, File, Function, Module

OWN_NAME = "<action>"
"""Stands for the action's own name among the names of entry functions."""

Dialect = Literal["auto", "flat", "domains", "scribe", "nerves", "ash", "single"]


@dataclass(frozen=True)
class DraOptions:
    """The table `[dra]`.

    `mode`: on, off, or auto (where the project shows the layout). `entry`: names of an action's
    public function; `<action>` is the action's own name. `domains`: folders that are domains
    whatever they hold. `non_domains`: folders that never are. `non_resources`: folders inside
    domains that are no resources. `verbs`: further first words of actions. `require_app_prefix`:
    modules begin with the application's name. `extra_prefixes`: other names that they may begin
    with.
    """

    mode: Literal["auto", "on", "off"] = "auto"
    dialect: Dialect = "auto"
    entry: tuple[str, ...] = ("call",)
    domains: tuple[str, ...] = ()
    non_domains: tuple[str, ...] = NON_DOMAINS
    non_resources: tuple[str, ...] = NON_RESOURCES
    verbs: tuple[str, ...] = ()
    require_app_prefix: bool = False
    extra_prefixes: tuple[str, ...] = ()

    def entries(self, action: str) -> tuple[str, ...]:
        """Return the names that the public function of an action may have."""
        return tuple(action if name == OWN_NAME else name for name in self.entry)

    @property
    def configured(self) -> bool:
        """Whether the configuration says that the project follows the layout."""
        return self.mode == "on" or (self.mode == "auto" and self.dialect != "auto")


@dataclass(frozen=True)
class Member:
    """A module and its place in the layout.

    `role` is action, api, domain-api, context, schema, process, job, policy, query, notifier,
    storage, client, contract, struct, behaviour... or support. `domain` and `resource` are paths
    of folders (`sales/catalog`, `user`), empty where it has none. `action` is the action's name,
    `entry` the names that its public function may have.
    """

    module: Module
    role: str
    domain: str
    resource: str = ""
    action: str = ""
    entry: tuple[str, ...] = ()
    seat: Seat | None = None

    @property
    def name(self) -> str:
        """The module's full name."""
        return self.module.name

    @property
    def file(self) -> File:
        """The file that it stands in."""
        return self.module.file

    @property
    def label(self) -> str:
        """The folders that it belongs to: `accounts/user`."""
        return "/".join(part for part in (self.domain, self.resource) if part)

    @property
    def verb(self) -> str:
        """The first word of the action's name: `set` in `set_speed`."""
        return next(iter(words(self.action)), "")

    @property
    def misplaced(self) -> bool:
        """Whether it is an action outside the folder of a resource."""
        return self.role == "action" and not self.resource


@dataclass(frozen=True)
class Forward:
    """A public function of a module that hands its work on to an action.

    `call` is None for a `defdelegate`.
    """

    function: Function
    action: Member
    call: Call | None = None


@dataclass(frozen=True, eq=False)
class Resource:
    """A resource: `domain` is empty for one that lies directly below the application.

    `apis` are the modules that are its API, `contexts` others above it that forward to its actions.
    """

    app: App
    domain: str
    name: str
    members: tuple[Member, ...]
    apis: tuple[Member, ...] = ()
    contexts: tuple[Member, ...] = ()

    @property
    def label(self) -> str:
        """Its folders: `accounts/user`."""
        return f"{self.domain}/{self.name}" if self.domain else self.name

    @property
    def actions(self) -> tuple[Member, ...]:
        """Its actions, in the order of their files."""
        return tuple(member for member in self.members if member.role == "action")


@dataclass(frozen=True, eq=False)
class Domain:
    """A domain: its dialect, its resources, and the modules that lie beside them.

    An empty name stands for the application itself, with resources that lie in no domain.
    """

    app: App
    name: str
    dialect: str
    resources: tuple[Resource, ...] = ()
    members: tuple[Member, ...] = field(default=())

    @property
    def apis(self) -> tuple[Member, ...]:
        """The modules that are the domain's own API."""
        return tuple(member for member in self.members if member.role == "domain-api")
