"""Nothing that Credo, Dialyzer, the compiler and the other tools remark is left standing.

What those tools print can be kept in files, and the files named in the configuration:

    [reports]
    tools = ["reports/*"]

They are then shown beside the findings of dralint, each at its place. Known are Credo
(`--format json`), Dialyzer (`--format short`, `dialyxir` or `github`), the compiler and the
formatter (what `mix compile --force` and `mix format --check-formatted` print), Sobelow
(`--format json`) and mix_audit (`--format json`). How tests ended is read where `tests` says; see
`test-failing`.

Where a rule of dralint says the same of the same line, the other tool's remark is left out. Where
a report is older than the code its remarks are only possible. What is said of dependencies is left
out, and so is what another tool remarks on a line that no longer exists.

dralint starts none of these tools here; `dralint verify` does.

Source: the seed's "Zero Credo warnings", "No Dialyzer type errors" and "Formatted code".

## Bad

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
# <- `Readability.AliasOrder` of Credo: The alias `MyApp.B` is not alphabetically ordered among its group
# <- the formatter: not formatted as `mix format` would
  def total(prices, rate), do: Enum.sum(prices)
# <- the compiler: variable "rate" is unused (if the variable is not meant to be used, prefix it with an underscore)

  def lost(), do: raise("lost")
  #   ^^^^ `Readability.ParenthesesOnZeroArityDefs` of Credo: Do not use parentheses when defining a function which has no arguments
# <- `no_return` of Dialyzer: Function lost/0 has no local return
end
```

```json title="reports/credo.json" at="1"
{"issues": [
  {"category": "readability", "check": "Credo.Check.Readability.AliasOrder", "column": null,
   "filename": "lib/my_app/cart.ex", "line_no": 1, "priority": 11, "scope": "MyApp.Cart",
   "message": "The alias `MyApp.B` is not alphabetically ordered among its group.", "trigger": null},
  {"category": "readability", "check": "Credo.Check.Readability.ParenthesesOnZeroArityDefs",
   "column": 7, "filename": "lib/my_app/cart.ex", "line_no": 7, "priority": 1,
   "scope": "MyApp.Cart.lost", "trigger": "lost",
   "message": "Do not use parentheses when defining a function which has no arguments."}
]}
```

```text title="reports/compile.txt" at="1"
warning: variable "rate" is unused (if the variable is not meant to be used, prefix it with an underscore)
  lib/my_app/cart.ex:4: MyApp.Cart.total/2

```

```text title="reports/dialyzer.txt" at="1"
lib/my_app/cart.ex:7:no_return Function lost/0 has no local return.
```

```text title="reports/format.txt" at="1"
** (Mix) mix format failed due to --check-formatted.
The following files are not formatted:

  * lib/my_app/cart.ex

```

## Bad: a dependency with a known hole

```text title="mix.lock"
%{
  "plug": {:hex, :plug, "1.3.1"},
<!-- <- `CVE-2018-1000883` of mix_audit: `plug` 1.3.1: Header injection (repaired in 1.3.5) -->
}
```

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
end
```

```json title="reports/audit.json" at="1"
{"pass": false, "vulnerabilities": [
  {"advisory": {"id": "CVE-2018-1000883", "title": "Header injection", "first_patched_versions": ["1.3.5"]},
   "dependency": {"package": "plug", "version": "1.3.1", "lockfile": "mix.lock"}}
]}
```

## Good

```elixir title="lib/my_app/cart.ex"
defmodule MyApp.Cart do
  def total(prices), do: Enum.sum(prices)
end
```

```json title="reports/credo.json" at="1"
{"issues": []}
```

```json title="reports/sobelow.json" at="1"
{"findings": {"high_confidence": [], "medium_confidence": [], "low_confidence": []},
 "sobelow_version": "0.13.0", "total_findings": 0}
```

```text title="reports/compile.txt" at="1"
Compiling 3 files (.ex)
warning: Old.call/1 is deprecated
  deps/old/lib/old.ex:4: Old.call/1

Generated my_app app
```

```text title="reports/dialyzer.txt" at="1"
Starting Dialyzer
Total errors: 0, Skipped: 0, Unnecessary Skips: 0
done in 0m1.09s
done (passed successfully)
```
"""

from collections.abc import Iterator

from dralint.api import CERTAIN, POSSIBLE, Finding, Project, Reports, ToolRemarks, mix_place, rule


@rule("quality-tool-report")
def check(project: Project, reports: Reports, remarks: ToolRemarks) -> Iterator[Finding]:
    place = mix_place(project)
    for pattern in reports.missing_tools:
        if place is not None:
            yield Finding(
                place,
                f"there is no report `{pattern}`, which the configuration names",
                help="let the tool write it, or take it out of `[reports] tools`",
            )
    for each in remarks.all:
        remark, report = each.remark, each.report
        who = f"`{remark.check}` of {report.tool}" if remark.check else report.tool
        where = "" if each.exact else f" (`{remark.path}`)"
        yield Finding(
            each.span,
            f"{who}: {remark.message.rstrip('.')}{where}",
            severity=remark.severity,
            confidence=POSSIBLE if reports.is_stale(report) else CERTAIN,
            help=f"mend it, or say to that tool why it stands; the report is `{report.path}`",
            echoes=each.echoes,
        )
