"""The project has the tools that keep it clean: Credo and Dialyzer.

What is not among the dependencies is run by nobody. Dialyxir brings Dialyzer to mix; Gradient does
as well. The types of Elixir 1.18 do not replace them yet.

Nothing is said where the dependencies cannot be read.

Source: the seed's quality gates (`mix credo --strict`, `mix dialyzer`).

## Bad

```elixir title="mix.exs"
defmodule MyApp.MixProject do
# <- the project has no Dialyzer: `:dialyxir` is not among its dependencies
# <- the project has no Credo: `:credo` is not among its dependencies
  use Mix.Project

  def project, do: [app: :my_app, deps: deps()]
  defp deps, do: [{:phoenix, "~> 1.7"}]
end
```

## Good

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project

  def project, do: [app: :my_app, deps: deps()]

  defp deps do
    [
      {:credo, "~> 1.7", only: [:dev, :test], runtime: false},
      {:dialyxir, "~> 1.4", only: [:dev, :test], runtime: false}
    ]
  end
end
```
"""

from collections.abc import Iterator

from dralint.api import Finding, Project, rule

TOOLS = (("Dialyzer", "dialyxir", ("dialyxir", "gradient")), ("Credo", "credo", ("credo",)))


@rule("quality-tool-missing", rooted=True)
def check(project: Project) -> Iterator[Finding]:
    mix = project.root_mix
    names = {dep.name for app in project.apps for dep in app.mix.deps}
    if mix is None or not names:
        return
    for tool, wanted, others in TOOLS:
        if not names.intersection(others):
            yield Finding(
                mix,
                f"the project has no {tool}: `:{wanted}` is not among its dependencies",
                help=f'add `{{:{wanted}, "~> 1.0", only: [:dev, :test], runtime: false}}`',
            )
