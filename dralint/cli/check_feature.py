"""`dralint check-feature`: whether a feature is complete, action by action."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import click

from dralint.analysis.map.map import Map
from dralint.engine.choice import Choice
from dralint.report.drawing import Part
from dralint.report.people import plural
from dralint.scaffold.feature import FeatureError, feature_of
from dralint.scaffold.matrix import PARTS, Row, matrix

from .new import DIALECTS, find_site, view_of
from .terminal import write_parts


@click.command("check-feature")
@click.argument("domain")
@click.argument("resource")
@click.argument("actions", nargs=-1, required=True)
@click.option("--in", "where", type=click.Path(), default=".", help="The project; default: here.")
@click.option("--app", "app_name", metavar="NAME", help="Which application of an umbrella.")
@click.option("--dialect", type=click.Choice(DIALECTS), help="Layout, where none can be seen.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--config", "config_file", type=click.Path(), help="Configuration file to use.")
@click.option("--isolated", is_flag=True, help="Use no configuration.")
def check_feature(
    domain: str,
    resource: str,
    actions: Sequence[str],
    where: str,
    app_name: str | None,
    dialect: str | None,
    form: str,
    config_file: str | None,
    isolated: bool,
) -> int:
    """Print what a feature has and lacks; takes the arguments of `new`.

    For each action: its file, entry, spec, doc, function in the API, and test. Exit 1 where
    something is missing.
    """
    view = view_of(where, Choice(config_file=config_file, isolated=isolated))
    try:
        feature = feature_of(domain, resource, actions)
        site = find_site(view, feature, app_name, dialect)
    except FeatureError as error:
        raise click.UsageError(str(error)) from None
    files = frozenset(f.within for f in view.loaded.project.files if f.app is site.app)
    rows = matrix(feature, site, view.ask(Map).picture, files)
    if form == "json":
        print(json.dumps([_json(row) for row in rows], indent=2))
    else:
        write_parts(_text(feature.label, rows, site.notes))
    return 0 if all(row.complete for row in rows) else 1


def _json(row: Row) -> dict[str, Any]:
    return {
        "action": row.action,
        "has": dict(zip(PARTS, row.has, strict=True)),
        "todo": list(row.todo),
    }


def _text(label: str, rows: Sequence[Row], notes: Sequence[str]) -> Iterator[Part]:
    for note in notes:
        yield f"note: {note}\n", "yellow"
    left = max((len(row.action) for row in rows), default=0)
    yield f"{label:<{left + 2}}", "bold"
    yield "".join(f"  {part:<5}" for part in PARTS).rstrip() + "\n", "dim"
    room = max(left + 2, len(label))
    for row in rows:
        yield f"  {row.action:<{room - 2}}", ""
        for number, has in enumerate(row.has):
            yield "  " if not number else "      ", ""
            yield "✓" if has else "✗", "green" if has else "bold red"
        yield "\n", ""
    todo = [said for row in rows for said in row.todo]
    if todo:
        yield f"\n{plural(len(todo), 'thing')} to do\n", "bold"
    for said in todo:
        yield f"  {said}\n", ""
