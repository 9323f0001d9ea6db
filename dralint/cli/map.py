"""`dralint map`: domains, resources and actions, and what connects them."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from dralint.analysis.map.map import Map
from dralint.analysis.map.model import Picture
from dralint.config import nearest
from dralint.discover import shown
from dralint.engine.choice import Choice
from dralint.engine.look import views
from dralint.engine.wanted import wanted
from dralint.report.base import write_text
from dralint.report.drawing import Part

from .terminal import terminal_width, write_parts


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "mermaid"]),
    default="text",
    help="How to print it.",
)
@click.option(
    "--depth",
    type=click.Choice(["auto", "domains", "resources", "actions"]),
    default="auto",
    help="How much the text shows; auto: actions, unless there are very many.",
)
@click.option("--domain", "only", multiple=True, metavar="NAME", help="Show this domain alone.")
@click.option(
    "--plan",
    "plan_file",
    type=click.Path(),
    metavar="FILE",
    help="Compare with the tree of files that FILE draws; exit 1 where they differ.",
)
@click.option("--config", "config_file", type=click.Path(), help="Configuration file to use.")
@click.option("--isolated", is_flag=True, help="Use no configuration.")
def map(
    paths: Sequence[str],
    form: str,
    depth: str,
    only: Sequence[str],
    plan_file: str | None,
    config_file: str | None,
    isolated: bool,
) -> int:
    """Print the domains, resources and actions of the projects in PATHS (default: here).

    For each action: its entry, whether an API offers it, its spec, doc and test, and who calls it.
    A caller with `!` goes around the API.
    """
    chosen = wanted(list(paths) or ["."])
    if chosen.missing:
        raise click.UsageError(f"{chosen.missing[0]}: no such file or directory")
    pictures = {
        view.loaded.root: view.ask(Map).picture
        for view in views(chosen, Choice(config_file=config_file, isolated=isolated))
    }
    if only:
        pictures = _narrowed(pictures, only)
    if plan_file is not None:
        return _compare(list(pictures.values()), plan_file, form)
    if form == "text":
        from dralint.report.map.text import text_of

        write_parts(
            part
            for root, picture in pictures.items()
            for part in (*_heading(root, pictures), *text_of(picture, terminal_width(), depth))
        )
    elif form == "json":
        from dralint.view.map import map_data

        projects = [
            {"root": shown(root, Path.cwd()), **map_data(picture)}
            for root, picture in pictures.items()
        ]
        print(json.dumps({"projects": projects}, indent=2))
    else:
        from dralint.report.map.markdown import markdown_of
        from dralint.report.map.mermaid import mermaid_of

        write = markdown_of if form == "markdown" else mermaid_of
        write_text("\n\n".join(write(each) for each in pictures.values()) + "\n", sys.stdout)
    return 0


def _compare(pictures: Sequence[Picture], plan_file: str, form: str) -> int:
    """Print how plan and code differ; return the exit code."""
    from dralint.analysis.map.comparison import compare, differences
    from dralint.analysis.map.plan import plan_of
    from dralint.report.map.plan_text import markdown_of, text_of

    if form == "mermaid":
        raise click.UsageError("--plan has no format mermaid (known: text, markdown, json)")
    if len(pictures) != 1:
        raise click.UsageError(f"--plan is for one project, not for {len(pictures)}")
    try:
        text = Path(plan_file).read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise click.UsageError(f"{plan_file}: {(error.strerror or str(error)).lower()}") from None
    plan = plan_of(text)
    if not plan:
        raise click.UsageError(
            f"{plan_file}: no tree of domain, resource and action is drawn in it"
        )
    rows = compare(plan, pictures[0])
    if form == "json":
        counts = dict(differences(rows))
        print(json.dumps({"counts": counts, "rows": [asdict(row) for row in rows]}, indent=2))
    elif form == "markdown":
        write_text(markdown_of(rows, plan_file) + "\n", sys.stdout)
    else:
        write_parts(text_of(rows, plan_file))
    return 1 if differences(rows) else 0


def _heading(root: Path, pictures: dict[Path, Picture]) -> list[Part]:
    """Return which project a map is of, where there are several."""
    if len(pictures) == 1:
        return []
    return [(f"{shown(root, Path.cwd())}: ", "bold")]


def _narrowed(pictures: dict[Path, Picture], only: Sequence[str]) -> dict[Path, Picture]:
    """Return the maps of the domains that were asked for, or say which there are."""
    known = {
        name
        for picture in pictures.values()
        for domain in picture.domains
        for name in (picture.label_of(domain), domain.name)
    }
    for name in only:
        if name not in known:
            close = nearest(name, known)
            hint = f" (did you mean '{close}'?)" if close else ""
            raise click.UsageError(f"no domain '{name}'{hint}")
    found: dict[Path, Picture] = {}
    for root, picture in pictures.items():
        labels = {
            picture.label_of(domain)
            for domain in picture.domains
            if domain.name in only or picture.label_of(domain) in only
        }
        if labels:
            found[root] = picture.narrowed(labels)
    return found
