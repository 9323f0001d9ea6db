"""Concerns: which kinds of work a module does, by what it calls."""

from collections import defaultdict
from collections.abc import Mapping

from dralint.analysis.queries.queries import Queries
from dralint.outline import Call as CallData
from dralint.project import Call, File, Function, Module, Project

PERSISTENCE, HTTP, MAIL, PROCESS = "persistence", "HTTP", "mail", "processes"
WEB, RENDERING, FILES, JOBS = "web", "rendering", "files", "jobs"
CRYPTO, PARSING, CONFIG = "crypto", "parsing", "configuration"

LIGHT = frozenset((CRYPTO, PARSING, CONFIG))
"""Work that goes along with any other: a client of HTTP reads JSON and its configuration."""

_TABLE = {
    PERSISTENCE: "Ecto.Query Ecto.Multi Ecto.Adapters.SQL Ash Ash.Query Ash.Changeset Postgrex",
    HTTP: "HTTPoison HTTPotion Req Tesla Finch Mojito :httpc :hackney ExAws Neuron OAuth2.Client",
    MAIL: "Swoosh.Email Swoosh.Mailer Bamboo.Email Bamboo.Mailer",
    PROCESS: "GenServer Supervisor DynamicSupervisor Task Task.Supervisor Agent Registry "
    ":gen_server :gen_statem GenStateMachine GenStage",
    WEB: "Plug.Conn Phoenix.Controller Phoenix.LiveView Phoenix.Socket Phoenix.Channel",
    RENDERING: "EEx Phoenix.View Phoenix.Template Phoenix.HTML Phoenix.HTML.Tag Phoenix.HTML.Form",
    FILES: "File :file :zip :erl_tar MuonTrap Rambo Porcelain",
    JOBS: "Oban Exq Quantum Verk",
    CRYPTO: ":crypto Bcrypt Argon2 Pbkdf2 Comeonin Phoenix.Token Plug.Crypto Joken :public_key",
    PARSING: "Jason Poison JSON Floki SweetXml NimbleCSV CSV YamlElixir Earmark :xmerl_scan",
    CONFIG: "Application",
}
_BY_MODULE = {name: concern for concern, names in _TABLE.items() for name in names.split()}
_BY_USE = {
    "Swoosh.Mailer": MAIL,
    "Bamboo.Mailer": MAIL,
    "Tesla": HTTP,
    "HTTPoison.Base": HTTP,
    "Oban.Worker": JOBS,
}
_GENERATED = frozenset(_BY_USE.values())
_OF_SYSTEM = {"cmd": FILES, "shell": FILES, "get_env": CONFIG, "fetch_env!": CONFIG}


class Concerns:
    """The concerns of a project's modules."""

    def __init__(self, project: Project, queries: Queries) -> None:
        self._project = project
        self._queries = queries
        self._of_target: dict[str, str | None] = {}
        self._of_file: dict[str, dict[int, dict[str, list[Call]]]] = {}

    @classmethod
    def of(cls, project: Project, queries: Queries) -> "Concerns":
        """Return the concerns of a project."""
        return cls(project, queries)

    def of_module(self, module: Module) -> Mapping[str, list[Call]]:
        """Return the calls of a module by what they are about."""
        known = self._of_file.get(module.file.path)
        if known is None:
            known = self._of_file[module.file.path] = self._read(module.file)
        return known.get(module.data.index, {})

    def of_function(self, function: Function) -> dict[str, list[Call]]:
        """Return the calls of a function by what they are about."""
        found = {
            concern: [call for call in calls if call.data.function == function.data.index]
            for concern, calls in self.of_module(function.module).items()
        }
        return {concern: calls for concern, calls in found.items() if calls}

    def _read(self, file: File) -> dict[int, dict[str, list[Call]]]:
        found: dict[int, dict[str, list[Call]]] = {}
        own = {module.name for module in file.modules}
        for data, target in zip(file.outline.calls, self._project.targets(file), strict=True):
            if target is None or data.function < 0 or data.quoted or target == "Kernel":
                continue
            if target in own:
                continue
            if target == "System":
                concern = _OF_SYSTEM.get(data.name)
            elif target in self._of_target:
                concern = self._of_target[target]
            else:
                concern = self._of_target[target] = self._concern(target)
            if concern in _GENERATED and self._is_own(file, target, data):
                continue
            if concern is not None:
                of_module = found.setdefault(data.module, defaultdict(list))
                of_module[concern].append(file.calls[data.index])
        return found

    def _is_own(self, file: File, target: str, data: CallData) -> bool:
        """Whether a call reaches a function that a module wrote itself, beside what it uses."""
        return self._project.function(target, data.name, len(data.args), file) is not None

    def _concern(self, target: str) -> str | None:
        known = _BY_MODULE.get(target)
        if known is not None:
            return known
        if self._queries.repo(target) is not None:
            return PERSISTENCE
        module = self._project.module(target)
        if module is None:
            return None
        return next((_BY_USE[use] for use in sorted(module.effects.uses) if use in _BY_USE), None)
