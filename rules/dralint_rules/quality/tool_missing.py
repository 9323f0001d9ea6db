"""The project has the tools that keep it clean: Credo and Dialyzer.

What is not among the dependencies is run by nobody. Dialyxir brings Dialyzer to mix; Gradient does
as well. The types of Elixir 1.18 do not replace them yet.

Nothing is said where the dependencies cannot be read.

Source: the seed's quality gates (`mix credo --strict`, `mix dialyzer`).

## Bad

```elixir title="mix.exs"
defmodule MyApp.MixProject do
# <- the project has no Credo and no Dialyzer: `:credo` and `:dialyxir` are not among its dependencies
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

from dralint.api import INFO, Finding, Project, rule

TOOLS = (("Credo", "credo", ("credo",)), ("Dialyzer", "dialyxir", ("dialyxir", "gradient")))


@rule("quality-tool-missing", severity=INFO, rooted=True)
def check(project: Project) -> Iterator[Finding]:
    mix = project.root_mix
    names = {dep.name for app in project.apps for dep in app.mix.deps}
    if mix is None or not names:
        return
    missing = [(tool, wanted) for tool, wanted, others in TOOLS if names.isdisjoint(others)]
    if not missing:
        return
    tools = " and no ".join(tool for tool, _ in missing)
    wanted = " and ".join(f"`:{name}`" for _, name in missing)
    yield Finding(
        mix,
        f"the project has no {tools}: {wanted} {'are' if len(missing) > 1 else 'is'} not among "
        "its dependencies",
        help=f"add {wanted} with `only: [:dev, :test], runtime: false`",
    )
