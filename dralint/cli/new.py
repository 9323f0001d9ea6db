"""`dralint new`: the files of a new feature, in the project's own dialect."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from dralint.analysis.layout.dra import DraOptions
from dralint.analysis.layout.layout import Layout
from dralint.discover import shown
from dralint.engine.choice import Choice
from dralint.engine.look import View, views
from dralint.engine.wanted import wanted
from dralint.scaffold.build import Build, build
from dralint.scaffold.feature import Feature, FeatureError, feature_of
from dralint.scaffold.site import Site, site_of

DIALECTS = ("flat", "domains", "scribe", "nerves", "ash", "single")


@click.command()
@click.argument("domain")
@click.argument("resource")
@click.argument("actions", nargs=-1, required=True)
@click.option("--in", "where", type=click.Path(), default=".", help="The project; default: here.")
@click.option("--app", "app_name", metavar="NAME", help="Which application of an umbrella.")
@click.option("--dialect", type=click.Choice(DIALECTS), help="Layout, where none can be seen.")
@click.option("--dry-run", is_flag=True, help="Print the files; write nothing.")
@click.option("--config", "config_file", type=click.Path(), help="Configuration file to use.")
@click.option("--isolated", is_flag=True, help="Use no configuration.")
def new(
    domain: str,
    resource: str,
    actions: Sequence[str],
    where: str,
    app_name: str | None,
    dialect: str | None,
    dry_run: bool,
    config_file: str | None,
    isolated: bool,
) -> int:
    """Write the files of a feature: failing tests, actions, and the API of the resource.

    ACTIONS are names with commas: `dralint new accounts user create,update,delete`. A DOMAIN may be
    a path (`sales/catalog`), or `.` for none. Files that exist are never written over; an API that
    exists grows where that is safe.
    """
    choice = Choice(config_file=config_file, isolated=isolated)
    view = view_of(where, choice)
    try:
        feature = feature_of(domain, resource, actions)
        site = find_site(view, feature, app_name, dialect)
        root = Path(site.app.root)
        texts = {
            file.within: view.loaded.sources[file.path]
            for file in view.loaded.project.files
            if file.app is site.app and file.path in view.loaded.sources
        }
        made = build(feature, site, texts, lambda path: (root / path).exists())
    except FeatureError as error:
        raise click.UsageError(str(error)) from None
    if not dry_run:
        _write(made, root)
    _report(made, site, feature, root, dry_run)
    return 0


def view_of(where: str, choice: Choice) -> View:
    """Return the one project that a path belongs to; a usage error where there is not one."""
    chosen = wanted([where])
    if chosen.missing:
        raise click.UsageError(f"{where}: no such file or directory")
    found = list(views(chosen, choice))
    if len(found) != 1:
        raise click.UsageError(f"{where}: {len(found)} projects; name one with --in")
    return found[0]


def find_site(view: View, feature: Feature, app: str | None, dialect: str | None) -> Site:
    """Return where a feature belongs in a project."""
    ask = view.ask
    return site_of(
        feature, view.loaded.project, ask(Layout), ask(DraOptions), app_name=app, dialect=dialect
    )


def _write(made: Build, root: Path) -> None:
    """Write what is new; a file that has come up meanwhile is left as it is."""
    for change in made.changes:
        path = root / change.path
        if change.what == "exists":
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb" if change.what == "create" else "wb") as out:
                out.write(change.text)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise click.ClickException(
                f"cannot write {shown(path, Path.cwd())}: {reason}"
            ) from None


def _report(made: Build, site: Site, feature: Feature, root: Path, dry_run: bool) -> None:
    print(f"{feature.label} in the dialect {site.dialect}{' (dry run)' * dry_run}")
    for note in site.notes:
        print(f"note: {note}")
    for change in made.changes:
        path = shown((root / change.path).absolute(), Path.cwd())
        note = f"  ({change.note})" if change.note else ""
        print(f"  {change.what:<6}  {path}{note}")
    for title, code in made.advice:
        print(f"\n{title}\n")
        for line in code.split("\n"):
            print(f"    {line}".rstrip())
    if dry_run:
        for change in made.changes:
            if change.what == "create":
                print(f"\n# {change.path}\n")
                sys.stdout.write(change.text.decode())
            elif change.what == "extend":
                print(f"\n# {change.path}, with {change.note}\n")
                sys.stdout.write(change.text.decode())
