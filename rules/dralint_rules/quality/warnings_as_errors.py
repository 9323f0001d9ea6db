"""A warning of the compiler fails the build.

The compiler of Elixir finds calls of functions that do not exist, clauses that never match and
variables that nobody reads, and says so once. A build that goes on regardless lets them pile up
until nobody looks.

Either `mix compile --warnings-as-errors` in the continuous integration, a `Makefile` or an alias, or
`elixirc_options: [warnings_as_errors: true]` in `mix.exs` is enough. Where the project shows no continuous integration, one may exist elsewhere: the finding is
only possible.

Source: the seed's "Zero warnings".

## Bad

```elixir title="mix.exs"
defmodule MyApp.MixProject do
# <- nothing makes a warning of the compiler an error
  use Mix.Project

  def project, do: [app: :my_app]
end
```

## Good

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project

  def project, do: [app: :my_app, elixirc_options: [warnings_as_errors: true]]
end
```
"""

from collections.abc import Iterator

from dralint.api import INFO, POSSIBLE, Finding, Gates, Project, rule


@rule("quality-warnings-as-errors", severity=INFO, rooted=True)
def check(project: Project, gates: Gates) -> Iterator[Finding]:
    mix = project.root_mix
    if mix is not None and not gates.warnings_are_errors:
        yield Finding(
            mix,
            "nothing makes a warning of the compiler an error",
            help="run `mix compile --warnings-as-errors` for every change",
            confidence=None if gates.papers else POSSIBLE,
        )
