"""An action is named after what it does.

`user/create.ex`, `motor/set_speed.ex`: read with its folders, the path of an action is a sentence. A
noun for all purposes (`manager.ex`, `helpers.ex`) says nothing of what `call` does, and a name that
repeats the resource (`user/create_user.ex`) says it twice.

In the dialect `scribe` the repetition is the convention. Which verbs there are is open.

Source: the seed's directory structure.

## Bad

```elixir title="lib/my_app/accounts/user/create_user.ex"
defmodule MyApp.Accounts.User.CreateUser do
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `create_user` repeats its resource `user`
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/manager.ex"
defmodule MyApp.Accounts.User.Manager do
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^ `manager` does not say what the action does
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/delete.ex"
defmodule MyApp.Accounts.User.Delete do
  def call(user), do: {:ok, user}
end
```

## Good

```elixir title="lib/my_app/accounts/user/create.ex"
defmodule MyApp.Accounts.User.Create do
  def call(attrs), do: {:ok, attrs}
end
```

```elixir title="lib/my_app/accounts/user/feed_jaws.ex"
defmodule MyApp.Accounts.User.FeedJaws do
  def call(user), do: {:ok, user}
end
```

```elixir title="lib/my_app/accounts/user/merge_users_by_email.ex"
defmodule MyApp.Accounts.User.MergeUsersByEmail do
  def call(email), do: {:ok, email}
end
```

```elixir title="lib/my_app/accounts/user/helpers.ex"
defmodule MyApp.Accounts.User.Helpers do
  def trim(text), do: text
end
```
"""

from collections.abc import Iterator

from dralint.api import (
    INFO,
    PROBABLE,
    Finding,
    Layout,
    Member,
    Project,
    is_action_name,
    rule,
    singular,
    words,
)

NOUNS = frozenset(
    "base common handler helper helpers manager misc module processor service util utils".split()
)
"""Names that fit everything."""


@rule("dra-action-naming", severity=INFO, confidence=PROBABLE)
def check(project: Project, layout: Layout) -> Iterator[Finding]:
    for action in layout.actions:
        if action.seat is None or not action.resource or not layout.entries(action):
            continue
        parts = words(action.action)
        if parts[-1] in NOUNS:
            yield Finding(
                action.module,
                f"`{action.action}` does not say what the action does",
                help="name it by a verb",
            )
        elif _repeats(action, layout):
            short = "_".join(parts[: -len(words(action.resource))])
            yield Finding(
                action.module,
                f"`{action.action}` repeats its resource `{action.resource}`",
                help=f"name it `{short}`",
            )


def _repeats(action: Member, layout: Layout) -> bool:
    """Whether a name is a verb and the name of the resource."""
    domain = layout.domain_of(action)
    if domain is None or domain.dialect == "scribe":
        return False
    name, own = words(action.action), words(action.resource)
    if len(name) <= len(own) or action.entry[:1] == (name[0],):
        return False
    if not is_action_name(action.action):
        return False
    return singular("_".join(name[-len(own) :])) == singular(action.resource)
