"""A module is named in full, or an alias says what its last word means.

Inside `Accounts.User.Create` the word `User` means the module `User` at the top level, and not
`Accounts.User`: only nested modules and aliases shorten a name. A struct then does not compile, and
a call raises when it is first reached.

It is said only where the longer name is a module of the project, above or beside the one that
speaks, and has what is asked of it. Where a `use` that cannot be seen may bring aliases, the
finding is only possible.

The fix adds the alias below the other directives of the module.

Source: the seed's build artifacts (compiled application without errors).

## Bad

```elixir title="lib/accounts/user.ex"
defmodule Accounts.User do
  defstruct [:name]

  def changeset(user, attrs), do: {user, attrs}
end
```

```elixir title="lib/accounts/repo.ex"
defmodule Accounts.Repo do
  use Ecto.Repo, otp_app: :accounts
end
```

```elixir title="lib/accounts/user/create.ex"
defmodule Accounts.User.Create do
  def call(attrs), do: %User{} |> User.changeset(attrs) |> Repo.insert()
  #                                                        ^^^^ no alias makes `Repo` mean `Accounts.Repo`
  #                     ^^^^ no alias makes `User` mean `Accounts.User`
  def changed(user, attrs), do: User.changeset(user, attrs)
  #                             ^^^^ no alias makes `User` mean `Accounts.User`
end
```

## Good

```elixir title="lib/accounts/user.ex"
defmodule Accounts.User do
  defstruct [:name]

  defmodule Name do
    defstruct [:first]
    def of(user), do: user.name
  end

  def changeset(user, attrs), do: {user, attrs, Name.of(user), %Name{}}
end
```

```elixir title="lib/accounts/logger.ex"
defmodule Accounts.Logger do
  def write(text), do: Logger.bare_log(:info, text)
end
```

```elixir title="lib/accounts/user/create.ex"
defmodule Accounts.User.Create do
  alias Accounts.User

  def call(attrs), do: {%User{}, User.changeset(%Accounts.User{}, attrs), Elsewhere.run(attrs)}
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    ERROR,
    POSSIBLE,
    WARNING,
    Edit,
    File,
    Finding,
    Fix,
    Module,
    UnnamedModules,
    rule,
)


@rule("ref-missing-alias", severity=ERROR, kinds=("lib", "web", "task", "release", "test"))
def check(file: File, unnamed: UnnamedModules) -> Iterator[Finding]:
    for module, each in unnamed.in_file(file):
        yield Finding(
            file.at(each.start, each.end),
            f"no alias makes `{each.word}` mean `{each.full}`",
            help=f"`alias {each.full}`",
            severity=ERROR if each.struct else WARNING,
            confidence=POSSIBLE if module.effects.open or file.is_test else None,
            fix=_fix(module, each.full),
        )


def _fix(module: Module, full: str) -> Fix | None:
    """Return what adds an alias, None where the module has no directive to set it below."""
    file = module.file
    own = [
        each
        for each in file.outline.directives
        if each.module == module.data.index and each.function < 0 and each.quote < 0
    ]
    first = min((f.clauses[0].start for f in module.functions if f.clauses), default=-1)
    last = max((each for each in own if each.end < first), key=lambda each: each.end, default=None)
    if last is None:
        return None
    indent = " " * (file.at(last.start, last.end).start.column - 1)
    edit = Edit(file.at(last.end, last.end), f"\n{indent}alias {full}")
    return Fix(f"Add `alias {full}`", (edit,))
