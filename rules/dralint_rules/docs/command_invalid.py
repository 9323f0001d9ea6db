"""A command in the documentation can be typed as it stands.

A `mix` task that exists nowhere, or an option that needs a value and has none, stops the newcomer on
the first page. Looked at are the fenced shell blocks of `README.md`, `CONTRIBUTING.md`, `AGENTS.md`
and `CLAUDE.md`.

A task is judged only where its name is nearly that of one of mix's own; any other may come from
somewhere.

Source: the seed's `mix credo --strict --only`, which lacks its value.

## Bad

```markdown title="README.md"
Check it all:

~~~sh
$ mix credo --strict --only
# ^^^^^^^^^^^^^^^^^^^^^^^^^ `--only` of `mix credo` needs a value
mix tset
# <- there is no task `mix tset`
~~~
```

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project
  def project, do: [app: :my_app]
end
```

## Good

```markdown title="README.md"
~~~sh
mix test --only slow && mix credo --only readability
mix ecto.setup
mix my_app.seed
mix check
git mix tset
~~~

~~~elixir
mix tset
~~~
```

```elixir title="mix.exs"
defmodule MyApp.MixProject do
  use Mix.Project
  def project, do: [app: :my_app, aliases: [chek: "test"]]
end
```
"""

import re
from collections.abc import Iterator

from dralint.api import INFO, Finding, Paper, Project, nearest, rule

ID = "docs-command-invalid"
NAMES = ("README.md", "CONTRIBUTING.md", "AGENTS.md", "CLAUDE.md")
OWN = frozenset(
    """
    app.config app.start app.tree archive archive.build archive.install archive.uninstall clean cmd
    compile compile.all compile.app compile.elixir compile.erlang compile.leex compile.protocols
    compile.yecc deps deps.clean deps.compile deps.get deps.loadpaths deps.precompile deps.tree
    deps.unlock deps.update do escript escript.build escript.install escript.uninstall eval format
    help iex loadconfig loadpaths local local.hex local.phx local.public_keys local.rebar new
    profile.cprof profile.eprof profile.fprof profile.tprof release release.init run test
    test.coverage xref
    """.split()
)
"""The tasks of mix itself."""
VALUES = {
    "credo": ("--only", "--ignore", "--checks", "--format", "--config-name", "--config-file"),
    "test": ("--only", "--exclude", "--include", "--seed", "--max-failures", "--timeout"),
    "format": ("--dot-formatter",),
}
"""Options that need a value, by task."""
_SHELLS = ("sh", "bash", "shell", "console", "zsh", "terminal", "")
_MIX = re.compile(
    r"^\s*(?:\$ |> )?(?:MIX_ENV=\w+ )?(?P<whole>mix (?P<task>[a-z][\w.]*)(?P<rest>[^&|;#]*))"
)


@rule(ID, severity=INFO)
def check(project: Project) -> Iterator[Finding]:
    for paper in filter(None, map(project.papers.get, NAMES)):
        known = OWN | _aliases(project) | _tasks(project)
        for number, row in _commands(paper):
            match = _MIX.match(row)
            if match is None or paper.ignores(ID, number):
                continue
            message = _wrong(match["task"], match["rest"], known)
            if message is not None:
                start = match.start("whole")
                span = paper.line_span(number, start, start + len(match["whole"].rstrip()))
                yield Finding(span, message, help="write it as it can be typed")


def _commands(paper: Paper) -> Iterator[tuple[int, str]]:
    """Yield the lines of fenced blocks that a shell would read."""
    fence: str | None = None
    shell = False
    for number, row in enumerate(paper.rows):
        mark = re.match(r"\s*(```+|~~~+)\s*([\w-]*)", row)
        if mark is None:
            if fence is not None and shell:
                yield number, row
        elif fence is None:
            fence, shell = mark[1], mark[2].lower() in _SHELLS
        elif mark[1].startswith(fence) and not mark[2]:
            fence = None


def _wrong(task: str, rest: str, known: frozenset[str]) -> str | None:
    words = rest.split()
    for option in VALUES.get(task, ()):
        if words and words[-1] == option:
            return f"`{option}` of `mix {task}` needs a value"
    if task in known or "." in task:
        return None
    return f"there is no task `mix {task}`" if nearest(task, OWN & _PLAIN) else None


_PLAIN = frozenset(("compile", "format", "release", "test", "deps", "clean"))


def _aliases(project: Project) -> frozenset[str]:
    mix = project.papers.get("mix.exs")
    return frozenset(re.findall(r"[\"]?([a-z][\w.]*)[\"]?:\s", mix.text)) if mix else frozenset()


def _tasks(project: Project) -> frozenset[str]:
    deps = {dep.name for app in project.apps for dep in app.mix.deps}
    tasks = {m.name.rpartition(".")[2].lower() for m in project.modules if ".Tasks." in m.name}
    return frozenset(deps | tasks | {"phx", "credo", "dialyzer", "docs", "coveralls", "setup"})
