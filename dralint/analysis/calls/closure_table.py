"""Where well-known functions run the closures that they are given (data)."""


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


ELSEWHERE = words(
    """
    Kernel.spawn Kernel.spawn_link Kernel.spawn_monitor Process.spawn
    Node.spawn Node.spawn_link Node.spawn_monitor
    :erlang.spawn :erlang.spawn_link :erlang.spawn_monitor :erlang.spawn_opt
    :proc_lib.spawn :proc_lib.spawn_link :proc_lib.spawn_opt :proc_lib.start :proc_lib.start_link
    Task.start Task.start_link Task.async Task.async_stream Task.child_spec
    Task.Supervisor.start_child Task.Supervisor.async Task.Supervisor.async_nolink
    Task.Supervisor.async_stream Task.Supervisor.async_stream_nolink
    Agent.start Agent.start_link Agent.get Agent.update Agent.get_and_update Agent.cast
    Phoenix.LiveView.start_async Phoenix.LiveView.assign_async Phoenix.LiveView.stream_async
    :timer.apply_after :timer.apply_interval :timer.apply_repeatedly
    :rpc.call :rpc.cast :rpc.multicall :rpc.async_call :rpc.block_call
    :erpc.call :erpc.cast :erpc.multicall :erpc.multicast :erpc.send_request
    Supervisor.start_link Supervisor.start_child DynamicSupervisor.start_child
    Horde.DynamicSupervisor.start_child Horde.Supervisor.start_child
    FLAME.call FLAME.cast FLAME.place_child
    ExUnit.Callbacks.start_supervised ExUnit.Callbacks.start_supervised!
    ExUnit.Callbacks.start_link_supervised! ExUnit.Callbacks.on_exit
    """
)
"""Functions that hand a closure, or a module, a function and arguments, to another process."""

LATER_LAZY = words(
    """
    Stream.map Stream.each Stream.filter Stream.reject Stream.flat_map Stream.map_every
    Stream.resource Stream.transform Stream.unfold Stream.repeatedly Stream.iterate
    Stream.chunk_while Stream.chunk_by Stream.dedup_by Stream.uniq_by Stream.with_index
    Stream.take_while Stream.drop_while Stream.scan Stream.zip_with Stream.into
    """
)
"""Lazy functions: their closure runs where the stream is consumed."""

LATER = LATER_LAZY | words(
    """
    Ecto.Multi.run Ecto.Multi.insert Ecto.Multi.update Ecto.Multi.delete Ecto.Multi.merge
    Ecto.Multi.insert_or_update Ecto.Multi.insert_all Ecto.Multi.update_all
    Ecto.Multi.delete_all Ecto.Multi.one Ecto.Multi.all Ecto.Multi.exists? Ecto.Multi.inspect
    Ecto.Changeset.prepare_changes :telemetry.attach :telemetry.attach_many
    Plug.Conn.register_before_send Phoenix.LiveView.attach_hook
    System.at_exit Mox.expect Mox.stub Mimic.expect Mimic.stub
    """
)
"""Functions that keep a closure; whoever holds it runs it later."""

HERE_MODULES = words(
    """
    Enum Map Keyword List MapSet Access String Regex Tuple Range Function Integer Logger
    :lists :maps :ets :dets :array :dict :sets :gb_trees :mnesia Memento
    Macro File Path Ecto.Type Ecto.Changeset
    """
)
"""Modules whose functions run the closures that they are given before they return."""

HERE = words(
    """
    Kernel.apply Kernel.then Kernel.tap Kernel.update_in Kernel.get_and_update_in
    :timer.tc :telemetry.span :global.trans :erlang.apply
    Registry.dispatch Registry.update_value Stream.run
    :poolboy.transaction NimblePool.checkout! DBConnection.run DBConnection.transaction
    Cachex.fetch Cachex.transaction Cachex.execute Cachex.get_and_update
    ConCache.get_or_store ConCache.fetch_or_store ConCache.isolated ConCache.update
    Ecto.Adapters.SQL.Sandbox.unboxed_run Postgrex.transaction Xandra.run
    OpenTelemetry.Tracer.with_span Gettext.with_locale
    Phoenix.Component.assign_new Phoenix.Component.update
    ExUnit.CaptureLog.capture_log ExUnit.CaptureLog.with_log ExUnit.CaptureIO.capture_io
    ExUnit.Assertions.assert_raise
    """
)
"""Further functions that do."""

KEEPS = words(
    """
    Map.put Map.put_new Map.replace Map.replace! Map.get Map.merge Map.fetch
    Keyword.put Keyword.put_new Keyword.replace Keyword.get Keyword.merge Keyword.put_new
    List.insert_at List.wrap List.replace_at List.delete List.duplicate List.to_tuple
    MapSet.put Tuple.append Function.info Function.capture Enum.concat Enum.into
    :ets.insert :maps.put
    """
)
"""Functions of those modules that put a value away: nothing follows for a closure."""

MFA = {
    "Kernel.apply": 0,
    ":erlang.apply": 0,
    "Kernel.spawn": 0,
    "Kernel.spawn_link": 0,
    "Kernel.spawn_monitor": 0,
    "Process.spawn": 0,
    ":erlang.spawn": 0,
    ":erlang.spawn_link": 0,
    "Node.spawn": 1,
    "Node.spawn_link": 1,
    "Task.start": 0,
    "Task.start_link": 0,
    "Task.async": 0,
    "Task.async_stream": 1,
    "Task.Supervisor.start_child": 1,
    "Task.Supervisor.async": 1,
    "Task.Supervisor.async_nolink": 1,
    "Task.Supervisor.async_stream": 2,
    "Task.Supervisor.async_stream_nolink": 2,
    "Agent.start": 0,
    "Agent.start_link": 0,
    "Agent.get": 1,
    "Agent.update": 1,
    "Agent.get_and_update": 1,
    "Agent.cast": 1,
    ":timer.apply_after": 1,
    ":timer.apply_interval": 1,
    ":timer.tc": 0,
    ":rpc.call": 1,
    ":rpc.cast": 1,
    ":rpc.async_call": 1,
    ":erpc.call": 1,
    ":erpc.cast": 1,
    ":proc_lib.spawn": 0,
    ":proc_lib.spawn_link": 0,
    ":proc_lib.start": 0,
    ":proc_lib.start_link": 0,
}
"""Functions that take a module, a function and a list of arguments: where the module stands."""

MFA_EXTRA = {
    "Task.async_stream": 1,
    "Task.Supervisor.async_stream": 1,
    "Task.Supervisor.async_stream_nolink": 1,
    "Agent.get": 1,
    "Agent.update": 1,
    "Agent.get_and_update": 1,
    "Agent.cast": 1,
}
"""Those that put arguments of their own before the listed ones: how many."""
