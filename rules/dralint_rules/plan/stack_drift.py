"""The libraries of the plan are those of the project.

A stack is chosen once, with reasons, and everything is built on it. What the section *Technical
Stack* names is looked for among the dependencies, `mix.lock` included. What stands in doubt (`or`,
`optional`, `later`, `Phoenix / Nerves / other`), and a label without a value, plans nothing.

The large parts of a stack (Phoenix, Ash, a database, Oban, ...) that are among the dependencies
and not in the plan are reported where the plan names three libraries or more.

Source: the seed's "Choosing different technology stack without justification" (ask first).

## Bad

```markdown title="project_requirements.md"
## 2. Technical Stack

- Web: Phoenix 1.7
- Background jobs: Oban
<!--               ^^^^ `Oban` is planned, but not among the dependencies (`:oban`) -->
- Database: PostgreSQL
```

```elixir title="mix.exs"
defmodule MyApp.MixProject do
#         ^^^^^^^^^^^^^^^^ `:absinthe` is among the dependencies, but not in the plan
  use Mix.Project

  def project, do: [app: :my_app, deps: deps()]
  defp deps, do: [{:phoenix, "~> 1.7"}, {:postgrex, ">= 0.0.0"}, {:absinthe, "~> 1.7"}]
end
```

## Good

```markdown title="project_requirements.md"
## Technical Stack

**Project Type**: Phoenix / Nerves / other

- Phoenix: 1.7
- Ash:
- Database: Postgres with Ecto
- Background jobs: Oban or Quantum
- Caching: no Redis for now
```

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project

  def project, do: [app: :my_app, deps: deps()]
  defp deps, do: [{:phoenix, "~> 1.7"}, {:postgrex, ">= 0.0.0"}, {:ecto_sql, "~> 3.10"}]
end
```
"""

import re
from collections.abc import Iterator

from dralint.api import INFO, MAJOR, PROBABLE, Finding, Plans, Project, mix_place, rule

_LOCKED = re.compile(r'^\s*"(\w+)":', re.M)
_ENOUGH = 3


@rule("plan-stack-drift", severity=INFO, confidence=PROBABLE, rooted=True)
def check(project: Project, plans: Plans) -> Iterator[Finding]:
    direct = {dep.name for app in project.apps for dep in app.mix.deps}
    if not plans.documents or not direct:
        return
    lock = project.papers.get("mix.lock")
    there = direct | set(_LOCKED.findall(lock.text) if lock else ())
    for document in plans.main:
        for each in document.libraries:
            ignored = document.paper.ignores("plan-stack-drift", each.line - 1)
            if not there.intersection(each.packages) and not ignored:
                names = ", ".join(f"`:{name}`" for name in each.packages)
                yield Finding(
                    document.at(each.line, each.word),
                    f"`{each.word}` is planned, but not among the dependencies ({names})",
                    help="ask who made the plan, then change the one or the other",
                )
    planned = [each for document in plans.documents for each in document.libraries]
    place = mix_place(project)
    if place is None or len(planned) < _ENOUGH:
        return
    named = {package for each in planned for package in each.packages}
    for name in sorted(direct & MAJOR):
        if name not in named:
            yield Finding(
                place,
                f"`:{name}` is among the dependencies, but not in the plan",
                help="add it to the stack, with the reason for it",
            )
