"""The application module is the one that `mix.exs` starts.

A module with `use Application` does nothing by itself: `application/0` in `mix.exs` has to name it,
`mod: {MyApp.Application, []}`. Without that the supervision tree is never started, and everything
that needs it fails with `:noproc`. And `mod:` must name a module that exists, whose `start/2` returns
what its supervisor does.

Source: the seed's supervisor pattern; manual of `Application`, "The application callback module".

## Bad

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project
  def project, do: [app: :my_app, version: "0.1.0"]
  def application, do: [extra_applications: [:logger]]
end
```

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  #       ^^^^^^^^^^^^^^^^^ `mix.exs` does not start `MyApp.Application`
  use Application
  def start(_type, _args), do: Supervisor.start_link([], strategy: :one_for_one)
end
```

## Bad: a module that does not exist

```elixir title="mix.exs"
defmodule Shop.MixProject do
  use Mix.Project
  def project, do: [app: :shop, version: "0.1.0"]
  def application, do: [mod: {Shop.App, []}]
  #                           ^^^^^^^^ `mix.exs` starts `Shop.App`, which no file defines
end
```

```elixir title="lib/shop/start.ex"
defmodule Shop.Start do
  def now, do: :ok
end
```

## Bad: another result

```elixir title="mix.exs"
defmodule Blog.MixProject do
  use Mix.Project
  def project, do: [app: :blog, version: "0.1.0"]
  def application, do: [mod: {Blog.Application, []}]
end
```

```elixir title="lib/blog/application.ex"
defmodule Blog.Application do
  use Application

  def start(_type, _args) do
  #   ^^^^^ `start/2` must return what its supervisor does, not `:ok`
    Supervisor.start_link([], strategy: :one_for_one)
    :ok
  end
end
```

## Good

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project
  def project, do: [app: :my_app, version: "0.1.0"]
  def application, do: [mod: {MyApp.Application, []}, extra_applications: [:logger]]
end
```

```elixir title="lib/my_app/application.ex"
defmodule MyApp.Application do
  use Application

  def start(_type, _args) do
    result = Supervisor.start_link([], strategy: :one_for_one)
    MyApp.Release.announce()
    result
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    CERTAIN,
    ERROR,
    POSSIBLE,
    PROBABLE,
    App,
    Finding,
    Module,
    Project,
    Supervision,
    Values,
    constants,
    rule,
)
from dralint.api import values as outline

RETURNED = (":ok", ":error", "nil", "true", "false")


@rule("otp-application-not-wired", severity=ERROR, rooted=True)
def check(project: Project, values: Values, supervision: Supervision) -> Iterator[Finding]:
    for app in project.apps:
        if not app.given or app.mix.open or app.mix.app is None or app.mix.apps_path:
            continue
        yield from unnamed(app, project)
        yield from missing(app, project)
    for root in supervision.roots:
        module = project.module(root.callback)
        if module is not None:
            yield from returned(module, values)


def unnamed(app: App, project: Project) -> Iterator[Finding]:
    """Yield the application module of a project whose `mix.exs` names none."""
    candidates = [
        module
        for module in project.modules
        if module.file.app is app and module.file.is_code and "Application" in module.effects.uses
    ]
    if app.mix.callback is not None or len(candidates) != 1 or says_mod(app, project):
        return
    module = candidates[0]
    yield Finding(
        module.span,
        f"`mix.exs` does not start `{module.name}`",
        help=f"add `mod: {{{module.name}, []}}` to `application/0`",
        confidence=POSSIBLE if app.mix.package else CERTAIN,
    )


def says_mod(app: App, project: Project) -> bool:
    """Whether `mix.exs` speaks of `mod:` in a way that is not understood."""
    for file in project.files:
        if file.app is app and file.kind == "mix":
            for function in file.functions:
                bodies = [clause.body for clause in function.clauses if clause.body is not None]
                waiting = list(bodies)
                while waiting:
                    value = waiting.pop()
                    if isinstance(value, outline.Atom) and value.name == "mod":
                        return True
                    waiting.extend(outline.children(value))
    return not any(file.app is app and file.kind == "mix" for file in project.files)


def missing(app: App, project: Project) -> Iterator[Finding]:
    """Yield the module that `mix.exs` names where it does not exist."""
    name = app.mix.callback
    if name is None or project.defines(name) or name[:1] == ":":
        return
    for file in project.files:
        if file.app is not app or file.kind != "mix":
            continue
        for function in file.functions:
            waiting = [clause.body for clause in function.clauses if clause.body is not None]
            while waiting:
                value = waiting.pop()
                if isinstance(value, outline.ModuleRef) and value.name == name:
                    yield Finding(
                        file.place(value),
                        f"`mix.exs` starts `{name}`, which no file defines",
                        help="correct the name",
                        confidence=PROBABLE,
                    )
                    return
                waiting.extend(outline.children(value))


def returned(module: Module, values: Values) -> Iterator[Finding]:
    """Yield a `start/2` that returns something else than its supervisor does."""
    start = module.function("start", 2)
    if start is None or not module.file.is_code:
        return
    for alt in values.of_function(start):
        made = alt.constant
        if isinstance(made, constants.Name) and made.name in RETURNED and not alt.when:
            yield Finding(
                start.span,
                f"`start/2` must return what its supervisor does, not `{made.name}`",
                help="make the call of `Supervisor.start_link` the last expression",
            )
            return
