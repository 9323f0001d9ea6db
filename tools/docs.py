"""Writes what is generated: the pages of the rules, their index, and the picture in the README.

python tools/docs.py            write
python tools/docs.py --check    exit 1 where a committed file is stale
"""

import contextlib
import inspect
import io
import sys
from dataclasses import fields, replace
from pathlib import Path

from rich.console import Console

from dralint.analysis.options import OPTIONS
from dralint.engine.choice import Choice
from dralint.engine.session import check_paths
from dralint.engine.wanted import wanted
from dralint.plugins import Plugins
from dralint.report import ReportOptions
from dralint.report.full import show
from dralint.rule import Rule

ROOT = Path(__file__).parents[1]
RULES = ROOT / "docs" / "rules"
PICTURE = ROOT / "docs" / "images" / "check.svg"
NOTE = "<!-- Written by `make docs` from the rule's page. Change it there. -->\n"


def own_rules() -> list[Rule]:
    """Return the rules of this repository."""
    return [r for r in Plugins().rules.values() if r.module.startswith("dralint_rules.")]


def page(rule: Rule) -> str:
    """Return a rule's page with its properties and options."""
    title, _, body = rule.page.partition("\n")
    facts = [
        ("Severity", rule.severity.label),
        ("Confidence", rule.confidence.label),
        ("On", f"by name only ({rule.switch})" if rule.switch else "by default"),
        ("Files", ", ".join(rule.kinds)),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in facts)
    text = f"{NOTE}\n# {rule.id}\n\n{title}\n\n| | |\n|---|---|\n{table}\n{body.rstrip()}\n"
    if rule.options is not None:
        rows = "\n".join(
            f"| `{f.name.replace('_', '-')}` | `{getattr(rule.options(), f.name)!r}` |"
            for f in fields(rule.options)  # type: ignore[arg-type]
        )
        text += f"\n## Options\n\n`[rules.{rule.id}]`\n\n| Option | Default |\n|---|---|\n{rows}\n"
    return text


def index(rules: list[Rule]) -> str:
    """Return the list of all rules by family."""
    lines = [NOTE, "# Rules\n"]
    family = ""
    for rule in rules:
        if rule.family != family:
            family = rule.family
            lines.append(f"\n## {family}\n\n| Rule | Severity | |\n|---|---|---|")
        lines.append(f"| [{rule.id}]({rule.id}.md) | {rule.severity.label} | {rule.summary} |")
    return "\n".join(lines) + "\n"


def analyses() -> str:
    """Return the options of the analyses with their defaults."""
    lines = [NOTE, "# Options of the analyses\n"]
    for name, kind in sorted(OPTIONS.items()):
        about = inspect.cleandoc(kind.__doc__ or "")
        rows = "\n".join(f"| `{f.name}` | `{getattr(kind(), f.name)!r}` |" for f in fields(kind))
        lines.append(f"\n## `[{name}]`\n\n{about}\n\n| Option | Default |\n|---|---|\n{rows}")
    return "\n".join(lines) + "\n"


def picture() -> str:
    """Return a picture (SVG) of what `dralint check` shows of a part of the example."""
    with contextlib.chdir(ROOT / "examples" / "shop"):
        chosen = wanted(["lib/shop/catalog/rate/table.ex", "lib/shop/orders/order/list.ex"])
        result, _ = check_paths(chosen, Choice(isolated=True, select=("otp", "query")), Plugins())
    console = Console(record=True, width=100, file=io.StringIO(), force_terminal=True)
    console.print("$ dralint check\n")
    # The time that a run takes is no part of the picture: it would change it each time.
    show(replace(result, seconds=0.0), console, ReportOptions(color=True, width=100))
    return console.export_svg(title="dralint check", unique_id="dralint")


def main() -> int:
    """Write or check all generated files."""
    rules = own_rules()
    wanted_files = {RULES / f"{rule.id}.md": page(rule) for rule in rules}
    wanted_files[RULES / "README.md"] = index(rules)
    wanted_files[ROOT / "docs" / "analyses.md"] = analyses()
    checking = "--check" in sys.argv
    if not checking:
        # Another version of rich draws another picture: it is not held against the committed one.
        wanted_files[PICTURE] = picture()
    stale = [
        path
        for path, text in wanted_files.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    extra = [path for path in RULES.glob("*.md") if path not in wanted_files]
    if checking:
        for path in (*stale, *extra):
            print(f"{path.relative_to(ROOT)}: stale; run `make docs`")
        return 1 if stale or extra else 0
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted_files[path], encoding="utf-8")
    for path in extra:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
