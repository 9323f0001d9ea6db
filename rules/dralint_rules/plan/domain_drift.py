"""The domains, resources and actions of the plan are those of the code.

A plan that says something else than the code misleads everybody who reads it: people look for what
was never built, and build a second time what nobody wrote down. Compared are the trees of files
that the plan draws (the same that `dralint map --plan` reads) and the lists below headings such as
*Domains* and *System Boundaries*. Names are the same in singular and plural, in snake and in camel
case.

Of what is wholly absent only the whole is reported. Sections about what is not to be built now
(*Out of scope*, *Future*, *Later*) plan nothing. A domain that is built and not planned is reported
where the project follows Domain Resource Action; it is only possible where the plan lists its
domains in words that are not understood.

Source: the seed's "Deviating from architect's design decisions" (ask first).

## Bad

```markdown title="project_requirements.md"
# A shop

## System Boundaries

- **accounts**: who buys
- **billing**: who pays
<!--^^^^^^^ the domain `billing` is planned, but nothing builds it -->

## Module Structure

### lib/my_app/accounts/

- **user/create.ex**: adds a user
- **user/archive.ex**: hides a user
<!--     ^^^^^^^ the action `accounts/user/archive` is planned, but nothing builds it -->
- **user/api.ex**: the way in
- **team/create.ex**: adds a team
<!--^^^^ the resource `accounts/team` is planned, but nothing builds it -->
```

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
end
```

```elixir title="lib/my_app/catalog/product/create.ex"
defmodule MyApp.Catalog.Product.Create do
  #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ the domain `catalog` is in no plan
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/catalog/product/api.ex"
defmodule MyApp.Catalog.Product.API do
  def create(attrs), do: MyApp.Catalog.Product.Create.call(attrs)
end
```

## Good

```markdown title="project_requirements.md"
# A shop

<!-- - **ghosts**: nobody plans in a comment -->

## 2. Domains

- `Accounts` - who buys
- **catalogs/**: what there is
- reports (later)

### Future domains

- **billing**: who pays

## Module Structure

~~~
lib/my_app/
├── accounts/
│   └── users/
│       ├── create.ex
│       └── api.ex
└── catalog/
    └── product/
        └── create.ex
~~~
```

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/api.ex"
defmodule MyApp.Accounts.User.API do
  def create(attrs), do: MyApp.Accounts.User.Create.call(attrs)
end
```

```elixir title="lib/my_app/catalog/product/create.ex"
defmodule MyApp.Catalog.Product.Create do
  def call(attrs), do: {:ok, attrs}
end
```
"""

from collections.abc import Iterator

from dralint.api import CERTAIN, POSSIBLE, DomainDrift, Finding, Module, Project, Step, rule

_HELP = "build it, or take it out of the plan"


@rule("plan-domain-drift", rooted=True)
def check(project: Project, drift: DomainDrift) -> Iterator[Finding]:
    for each in drift.missing:
        if each.document.paper.ignores("plan-domain-drift", each.line - 1):
            continue
        there = _module(project, each.elsewhere.path) if each.elsewhere else None
        word = each.label.rpartition("/")[2]
        yield Finding(
            each.document.at(each.line, word),
            f"the {each.kind} `{each.label}` is planned here, but lies elsewhere"
            if there
            else f"the {each.kind} `{each.label}` is planned, but nothing builds it",
            help="move one to the other" if there else _HELP,
            trail=[Step(there.span, f"`{there.name}`")] if there else [],
        )
    for domain in drift.unplanned:
        place = _module(project, domain.place.path)
        if place is not None:
            yield Finding(
                place,
                f"the domain `{domain.name}` is in no plan",
                help="add it to the plan, with what it is for",
                confidence=CERTAIN if domain.sure else POSSIBLE,
            )


def _module(project: Project, path: str) -> Module | None:
    """Return the first module of a file."""
    file = project.by_path.get(path)
    return next(iter(file.modules), None) if file is not None else None
