"""What well-known modules bring to a module that uses them (data).

`CALLBACKS` lists the callbacks of each behaviour; `USES` says what `use Module` does: behaviours,
imports, generated functions, and the kind of process it makes of the module.
"""

from dataclasses import dataclass


def arities(text: str) -> frozenset[tuple[str, int]]:
    """Return pairs of name and arity from a text such as `init/1 connect/2,3`."""
    pairs: set[tuple[str, int]] = set()
    for word in text.split():
        name, _, arities = word.partition("/")
        pairs.update((name, int(arity)) for arity in arities.split(","))
    return frozenset(pairs)


_SERVER = (
    "init/1 handle_call/3 handle_cast/2 handle_info/2 handle_continue/2 terminate/2 "
    "code_change/3 format_status/1,2"
)
CALLBACKS: dict[str, frozenset[tuple[str, int]]] = {
    "GenServer": arities(_SERVER),
    "Supervisor": arities("init/1"),
    "DynamicSupervisor": arities("init/1"),
    "Application": arities("start/2 stop/1 prep_stop/1 config_change/3 start_phase/3"),
    "GenStage": arities(
        _SERVER + " handle_demand/2 handle_events/3 handle_subscribe/4 handle_cancel/3"
    ),
    "Broadway": arities(
        "handle_message/3 handle_batch/4 handle_failed/2 prepare_messages/2 process_name/2"
    ),
    "Oban.Worker": arities("perform/1 backoff/1 timeout/1 new/2"),
    "Oban.Pro.Worker": arities("process/1 perform/1 backoff/1 timeout/1 new/2"),
    "Phoenix.LiveView": arities(
        "mount/3 render/1 handle_params/3 handle_event/3 handle_info/2 handle_call/3 "
        "handle_cast/2 handle_async/3 terminate/2"
    ),
    "Phoenix.LiveComponent": arities(
        "mount/1 update/2 update_many/1 render/1 handle_event/3 handle_async/3"
    ),
    "Phoenix.Channel": arities(
        "join/3 handle_in/3 handle_out/3 handle_info/2 handle_call/3 handle_cast/2 "
        "terminate/2 code_change/3"
    ),
    "Phoenix.Socket": arities("connect/2,3 id/1"),
    "Plug": arities("init/1 call/2"),
    "Mix.Task": arities("run/1"),
    "Ecto.Type": arities("type/0 cast/1 load/1 dump/1 equal?/2 embed_as/1 autogenerate/0"),
    "Ecto.ParameterizedType": arities(
        "type/1 init/1 cast/2 load/3 dump/3 equal?/3 embed_as/2 autogenerate/1 format/1"
    ),
    "Ecto.Repo": arities("init/2 default_options/1 prepare_query/3"),
    ":gen_statem": arities(
        "init/1 callback_mode/0 handle_event/4 terminate/3 code_change/4 format_status/1,2"
    ),
    ":gen_server": arities(_SERVER),
    ":gen_event": arities(
        "init/1 handle_event/2 handle_call/2 handle_info/2 terminate/2 code_change/3"
    ),
    ":supervisor": arities("init/1"),
    "WebSockex": arities(
        "handle_connect/2 handle_frame/2 handle_cast/2 handle_info/2 handle_disconnect/2 "
        "handle_ping/2 handle_pong/2 terminate/2 code_change/3 format_status/2"
    ),
    "Agent": frozenset(),
    "Task": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Use:
    """The effect of `use`.

    `process` is server, supervisor, agent, task, stage, live, component, channel, worker or None.
    `adds` are functions that it generates; `open`: it may bring more than is known. `unless`: an
    option with which it brings no more than that.
    """

    behaviours: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    adds: frozenset[tuple[str, int]] = frozenset()
    process: str | None = None
    open: bool = False
    unless: str | None = None


_SPEC = arities("child_spec/1")
USES: dict[str, Use] = {
    "GenServer": Use(("GenServer",), (), _SPEC, "server"),
    "Supervisor": Use(("Supervisor",), (), _SPEC, "supervisor"),
    "DynamicSupervisor": Use(("DynamicSupervisor",), (), _SPEC, "supervisor"),
    "Task": Use((), (), _SPEC, "task"),
    "Agent": Use((), (), _SPEC, "agent"),
    "Application": Use(("Application",), (), arities("stop/1")),
    "GenStage": Use(("GenStage",), (), _SPEC, "stage"),
    "GenStateMachine": Use((":gen_statem",), (), _SPEC, "statem"),
    "WebSockex": Use(("WebSockex",), (), _SPEC, "server"),
    "Broadway": Use(("Broadway",), (), _SPEC, "stage"),
    "Oban.Worker": Use(("Oban.Worker",), (), arities("new/1,2 timeout/1 backoff/1"), "worker"),
    "Oban.Pro.Worker": Use(
        ("Oban.Pro.Worker",), (), arities("new/1,2 timeout/1 backoff/1 perform/1"), "worker", True
    ),
    "Ecto.Schema": Use(
        (), ("Ecto.Schema",), arities("__schema__/1,2 __changeset__/0 __struct__/0,1")
    ),
    "Ecto.Repo": Use(
        ("Ecto.Repo",),
        (),
        arities(
            "all/1,2 one/1,2 one!/1,2 get/2,3 get!/2,3 get_by/2,3 get_by!/2,3 exists?/1,2 "
            "aggregate/2,3,4 preload/2,3 reload/1,2 reload!/1,2 stream/1,2 query/1,2,3 "
            "query!/1,2,3 insert/1,2 insert!/1,2 update/1,2 update!/1,2 delete/1,2 delete!/1,2 "
            "insert_or_update/1,2 insert_or_update!/1,2 insert_all/2,3 update_all/2,3 "
            "delete_all/1,2 transaction/1,2 transact/1,2 rollback/1 checkout/1,2 in_transaction?/0 "
            "config/0 start_link/0,1 stop/0,1 child_spec/1 load/2 get_dynamic_repo/0 "
            "put_dynamic_repo/1 __adapter__/0 to_sql/2 explain/2,3 disconnect_all/1,2 "
            "checked_out?/0 default_options/1 prepare_query/3 query_many/1,2,3 query_many!/1,2,3"
        ),
        "repo",
    ),
    "Ecto.Migration": Use((), ("Ecto.Migration",)),
    "Ecto.Type": Use(("Ecto.Type",), (), arities("embed_as/1 equal?/2")),
    "Plug.Builder": Use(("Plug",), ("Plug.Builder", "Plug.Conn"), arities("init/1 call/2")),
    "Plug.Router": Use(
        ("Plug",), ("Plug.Router", "Plug.Builder", "Plug.Conn"), arities("init/1 call/2 match/2")
    ),
    "Plug.ErrorHandler": Use((), (), arities("handle_errors/2")),
    "Phoenix.Endpoint": Use((), ("Phoenix.Endpoint",), frozenset(), "endpoint", True),
    "Phoenix.Router": Use((), ("Phoenix.Router",), frozenset(), None, True),
    "Phoenix.Controller": Use(
        ("Plug",), ("Phoenix.Controller", "Plug.Conn"), arities("init/1 call/2 action/2")
    ),
    "Phoenix.LiveView": Use(
        ("Phoenix.LiveView",), ("Phoenix.LiveView", "Phoenix.Component"), frozenset(), "live"
    ),
    "Phoenix.LiveComponent": Use(
        ("Phoenix.LiveComponent",),
        ("Phoenix.LiveView", "Phoenix.Component"),
        frozenset(),
        "component",
    ),
    "Phoenix.Component": Use((), ("Phoenix.Component",)),
    "Phoenix.Channel": Use(("Phoenix.Channel",), ("Phoenix.Channel",), _SPEC, "channel"),
    "Phoenix.Socket": Use(("Phoenix.Socket",), ("Phoenix.Socket",), _SPEC),
    "Phoenix.Presence": Use((), (), frozenset(), "presence", True),
    "Phoenix.View": Use((), ("Phoenix.View",), frozenset(), None, True),
    "Phoenix.Template": Use((), (), frozenset(), None, True),
    "ExUnit.Case": Use((), ("ExUnit.Assertions", "ExUnit.Callbacks", "ExUnit.Case")),
    "ExUnit.CaseTemplate": Use(
        (), ("ExUnit.Assertions", "ExUnit.Callbacks", "ExUnit.CaseTemplate")
    ),
    "ExUnitProperties": Use((), ("ExUnitProperties", "StreamData")),
    "PropCheck": Use((), ("PropCheck", "PropCheck.BasicTypes"), frozenset(), None, True),
    "Mix.Task": Use(("Mix.Task",)),
    "Mix.Project": Use((), (), arities("__info__/1")),
    "Mix.Config": Use((), ("Mix.Config",)),
    "Bitwise": Use((), ("Bitwise",)),
    "Swoosh.Mailer": Use((), (), arities("deliver/1,2 deliver!/1,2 deliver_many/1,2")),
    "Bamboo.Mailer": Use((), (), arities("deliver_now/1,2 deliver_later/1,2 deliver_now!/1,2")),
    # With `otp_app` it makes a backend, with functions of its own; with `backend` it only imports.
    "Gettext": Use((), ("Gettext", "Gettext.Macros"), frozenset(), None, True, "backend"),
    "Gettext.Backend": Use((), (), frozenset(), None, True),
    "TypedStruct": Use((), ("TypedStruct",), arities("__struct__/0,1")),
    "Agent.Server": Use(),
    "Phoenix.VerifiedRoutes": Use((), ("Phoenix.VerifiedRoutes",)),
    "Phoenix.HTML": Use(
        (),
        (
            "Phoenix.HTML",
            "Phoenix.HTML.Form",
            "Phoenix.HTML.Link",
            "Phoenix.HTML.Tag",
            "Phoenix.HTML.Format",
        ),
    ),
    "PhoenixHTMLHelpers": Use(
        (),
        (
            "PhoenixHTMLHelpers",
            "PhoenixHTMLHelpers.Form",
            "PhoenixHTMLHelpers.Link",
            "PhoenixHTMLHelpers.Tag",
            "PhoenixHTMLHelpers.Format",
        ),
    ),
    "Sentry.PlugCapture": Use((), (), arities("call/2")),
    "Absinthe.Schema.Notation": Use(
        (), ("Absinthe.Schema.Notation",), arities("__absinthe_blueprint__/0")
    ),
    "TypedEctoSchema": Use(
        (),
        ("TypedEctoSchema", "Ecto.Schema"),
        arities("__schema__/1,2 __changeset__/0 __struct__/0,1"),
    ),
    "OpenApiSpex.ControllerSpecs": Use(
        (),
        ("OpenApiSpex.ControllerSpecs",),
        arities("open_api_operation/1 shared_tags/0 shared_security/0"),
    ),
    "Cloak.Ecto.Binary": Use(
        ("Ecto.Type",),
        (),
        arities(
            "type/0 cast/1 load/1 dump/1 embed_as/1 equal?/2 before_encrypt/1 after_decrypt/1 "
            "__cloak__/0"
        ),
    ),
    "Ecto.ParameterizedType": Use(("Ecto.ParameterizedType",), (), arities("embed_as/2 equal?/3")),
    "Retry": Use((), ("Retry", "Retry.DelayStreams")),
    "LiveSvelte.Components": Use((), ("LiveSvelte.Components",)),
}
"""Modules not listed here make the user an open world."""

PROCESS_STARTERS = frozenset(
    ("server", "supervisor", "agent", "task", "stage", "statem", "repo", "endpoint", "presence")
)
"""Kinds of module whose `start_link` starts a process."""
