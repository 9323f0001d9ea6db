"""Credo is configured to look, and what it does not look at has a reason.

A check that is set to `false`, `exit_status: 0` or a limit above Credo's own turns a warning off for
everyone and for ever. A comment of three words or more on the line or above it says why. Checks
that Credo itself leaves off are no matter; nor is `strict: false` where something runs
`mix credo --strict`.

Source: the seed's quality gates (`mix credo --strict`, zero warnings or documented exceptions).

## Bad

```elixir title=".credo.exs"
%{
  configs: [
    %{
      name: "default",
      strict: false,
    # ^^^^^^^^^^^^^ `strict` is off
      checks: [
        {Credo.Check.Readability.ModuleDoc, false},
        #^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `ModuleDoc` is off without a reason
        {Credo.Check.Readability.MaxLineLength, max_length: 300}
    #                                           ^^^^^^^^^^^^^^^ `max_length` is 300, and 120 is Credo's own limit
      ]
    }
  ]
}
```

```elixir title="mix.exs"
defmodule MyApp.MixProject do
end
```

## Good

```elixir title=".credo.exs"
%{
  configs: [
    %{
      name: "default",
      strict: true,
      checks: [
        # The modules of the API are documented elsewhere.
        {Credo.Check.Readability.ModuleDoc, false},
        {Credo.Check.Refactor.ABCSize, false},
        {Credo.Check.Readability.MaxLineLength, max_length: 100}
      ]
    }
  ]
}
```

```elixir title="mix.exs"
defmodule MyApp.MixProject do
end
```
"""

import re
from collections.abc import Iterator

from dralint.api import INFO, Finding, Gates, Paper, Project, rule

ID = "quality-credo-config-weak"
NAMES = (".credo.exs", "config/.credo.exs")
LIMITS = {"max_length": 120, "max_complexity": 9, "max_nesting": 2, "max_arity": 8}
OFF = frozenset(
    """
    MultiAliasImportRequireUse UnusedVariableNames DuplicatedCode AliasAs MultiAlias Specs SinglePipe
    WithCustomTaggedTuple ABCSize AppendSingleItem DoubleBooleanNegation FilterReject IoPuts MapMap
    ModuleDependencies NegatedIsNil PipeChainStart RejectFilter VariableRebinding LeakyEnvironment
    MapGetUnsafePass MixEnv UnsafeToAtom BlockPipe ImplTrue NestedFunctionCalls SeparateAliasRequire
    SingleFunctionToBlockPipe StrictModuleLayout UnsafeExec LazyLogging MapInto CondInsteadOfIfElse
    PassAsyncInTestCases OnePipePerLine OneArityFunctionInPipe ForbiddenModule StructFieldAmount
    ForbiddenFunction PreferImplicitTry DuplicatedCode TagTODO SpaceInParentheses UtcNowTruncate
    """.split()
)
"""Checks that are off, or a matter of taste, in the configuration that Credo writes."""
_OFF = re.compile(r"\{Credo\.Check\.\w+\.(\w+),\s*false\}")
_LIMIT = re.compile(r"\b(max_length|max_complexity|max_nesting|max_arity):\s*(\d+)")
_STRICT = re.compile(r"\bstrict:\s*false")
_EXIT = re.compile(r"\bexit_status:\s*0")


@rule(ID, severity=INFO)
def check(project: Project, gates: Gates) -> Iterator[Finding]:
    for paper in filter(None, map(project.papers.get, NAMES)):
        for number, row in enumerate(paper.rows):
            code = row.partition("#")[0]
            for start, end, message in _weak(code, gates):
                if not _is_documented(paper, number) and not paper.ignores(ID, number):
                    yield Finding(
                        paper.line_span(number, start, end),
                        message,
                        help="say why in a comment above it, or let Credo look",
                    )


def _weak(code: str, gates: Gates) -> Iterator[tuple[int, int, str]]:
    if (match := _STRICT.search(code)) and not gates.is_strict:
        yield match.start(), match.end(), "`strict` is off"
    if (match := _OFF.search(code)) and match[1] not in OFF:
        yield match.start() + 1, match.end() - 1, f"`{match[1]}` is off without a reason"
    if (match := _EXIT.search(code)) and "TagTODO" not in code and "TagFIXME" not in code:
        yield match.start(), match.end(), "`exit_status: 0` lets the check fail without a reason"
    if (match := _LIMIT.search(code)) and int(match[2]) > LIMITS[match[1]]:
        limit = LIMITS[match[1]]
        text = f"`{match[1]}` is {match[2]}, and {limit} is Credo's own limit"
        yield match.start(), match.end(), text


def _is_documented(paper: Paper, number: int) -> bool:
    rows = paper.rows
    above = rows[number - 1].strip() if number else ""
    reason = above[1:] if above.startswith("#") else rows[number].partition("#")[2]
    return len(reason.split()) >= 3 and not reason.strip().startswith(("<-", "^"))
