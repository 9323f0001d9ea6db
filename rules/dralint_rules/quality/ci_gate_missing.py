"""What keeps the code clean is run for every change.

A rule that only people hold is broken on the first busy day. The continuous integration formats,
compiles without warnings, runs Credo, Dialyzer and the tests; what a step may fail
(`continue-on-error`, `|| true`) is no gate. Aliases of mix, targets of `make` and scripts are
followed. Credo and Dialyzer are asked for where they are among the dependencies (else
`quality-tool-missing` speaks).

Where more is run than can be seen (a workflow of another repository, a container), the finding is
only possible. A project whose files show no continuous integration may have one elsewhere: nothing
is said.

Source: the seed's workflow (plan, tests, implementation, refactoring, quality check).

## Bad

```elixir title="mix.exs"
defmodule MyApp.MixProject do
# <- nothing runs `mix credo` and `mix dialyzer` for a change
  use Mix.Project

  def project, do: [app: :my_app, aliases: [ci: ["format --check-formatted", "test"]]]
end
```

```yaml title=".github/workflows/ci.yml"
jobs:
  test:
    steps:
      - run: mix compile --warnings-as-errors
      - run: mix ci
      - run: mix credo || true
      - run: mix dialyzer
        continue-on-error: true
```

## Good

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project

  def project, do: [app: :my_app, aliases: [ci: ["format --check-formatted", "test --cover"]]]
end
```

```text title="Makefile"
check: types
        mix credo --strict

types:
        mix dialyzer
```

```yaml title=".github/workflows/ci.yml"
jobs:
  test:
    steps:
      - run: mix compile --warnings-as-errors
      - run: mix ci
      - run: make check
```
"""

from collections.abc import Iterator

from dralint.api import POSSIBLE, Finding, Gates, Project, rule


@rule("quality-ci-gate-missing", rooted=True)
def check(project: Project, gates: Gates) -> Iterator[Finding]:
    mix = project.root_mix
    if mix is None or not gates.gate.missing:
        return
    gate = gates.gate
    if not gate.anywhere:
        return
    names = [f"`{name}`" for name in gate.missing]
    listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + f" and {names[-1]}"
    yield Finding(
        mix,
        f"nothing runs {listed} for a change",
        help="add a step to the continuous integration that fails the run",
        confidence=POSSIBLE if gate.open else None,
    )
