"""A project that is built to a plan has the plan in it.

Who builds and who reviews go by the same paper: domains, supervision, stack, the coverage that is
asked for. Where the project's own papers (`AGENTS.md`, `CLAUDE.md`, `README.md`,
`CONTRIBUTING.md`) name a plan that is not there, readers are sent to nothing. Where they name
none, but the code follows Domain Resource Action, the finding is only possible.

The names that a plan may have stand in the table `[plan]`, under `files`. Libraries that are
published as a package hear nothing.

Source: the seed's "Read Plan: Review `project_requirements.md` for architecture and requirements".

## Bad

```markdown title="AGENTS.md"
# How to work here

The plan is project_requirements.md; read it before you build anything.
<!--        ^^^^^^^^^^^^^^^^^^^^^^^ there is no `project_requirements.md`, which this sends its readers to -->
```

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
end
```

## Good

```markdown title="AGENTS.md"
Read project_requirements.md before you plan or build anything.
```

```markdown title="project_requirements.md"
# A shop
```

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
end
```
"""

from collections.abc import Iterator

from dralint.api import CERTAIN, INFO, POSSIBLE, Finding, Layout, Plans, Project, mix_place, rule

_READ = ("AGENTS.md", "CLAUDE.md", "README.md", "CONTRIBUTING.md")


@rule("plan-missing", severity=INFO, confidence=CERTAIN, rooted=True)
def check(project: Project, plans: Plans, layout: Layout) -> Iterator[Finding]:
    if plans.main or not plans.options.files:
        return
    name = plans.options.files[0]
    bare = name.rpartition("/")[2]
    for paper in filter(None, map(project.papers.get, _READ)):
        for number, row in enumerate(paper.rows):
            column = row.find(bare)
            if column >= 0 and not paper.ignores("plan-missing", number):
                yield Finding(
                    paper.line_span(number, column, column + len(bare)),
                    f"there is no `{name}`, which this sends its readers to",
                    help="write it, or name the plan that there is in `[plan] files`",
                )
                return
    place = mix_place(project)
    if layout.on and place is not None and not any(app.mix.package for app in project.apps):
        yield Finding(
            place,
            f"the project has no plan (`{name}`)",
            help="write down domains, supervision, stack and coverage, or name the plan in `[plan]`",
            confidence=POSSIBLE,
        )
