"""A stream is consumed, or nothing of it runs.

`Task.async_stream` and the functions of `Stream` only describe work. Where the result is dropped,
no task starts and no function runs. End the pipeline with `Stream.run()`, or with what
collects the results.

A stream that is returned, stored or passed on may be consumed there.

Source: the seed's "Use Task.async/Task.await for long operations".

## Bad

```elixir
defmodule MyApp.Mail do
  def send_all(users) do
    Task.async_stream(users, &MyApp.Mailer.deliver/1)
    #<- the result of `Task.async_stream/2` is dropped, so nothing runs
    :ok
  end

  def warm(keys) do
    _ = keys |> Stream.map(&MyApp.Cache.load/1) |> Stream.each(&IO.inspect/1)
    #                                              ^^^^^^^^^^^ the result of `Stream.each/2` is dropped, so nothing runs
    :ok
  end
end
```

## Good

```elixir
defmodule MyApp.Mail do
  def send_all(users) do
    users |> Task.async_stream(&MyApp.Mailer.deliver/1) |> Stream.run()
    :ok
  end

  def delivered(users) do
    results = Task.async_stream(users, &MyApp.Mailer.deliver/1, max_concurrency: 4)
    for {:ok, id} <- results, do: id
  end

  def lazy(users), do: Task.async_stream(users, &MyApp.Mailer.deliver/1)
end
```
"""

from collections.abc import Iterator

from dralint.api import ERROR, Call, Fate, Fates, Finding, rule

LAZY = "map each filter reject flat_map with_index chunk_every uniq take drop transform"


@rule(
    "otp-async-stream-unused",
    severity=ERROR,
    targets=[
        "Task.async_stream/*",
        "Task.Supervisor.async_stream/*",
        "Task.Supervisor.async_stream_nolink/*",
        *(f"Stream.{name}/*" for name in LAZY.split()),
    ],
)
def check(call: Call, fates: Fates) -> Iterator[Finding]:
    if call.data.quoted or call.data.captured:
        return
    if fates.of_call(call).fate is Fate.DROPPED:
        yield Finding(
            call.name_span,
            f"the result of `{call.label}` is dropped, so nothing runs",
            help="consume it: `|> Stream.run()`",
        )
