"""`dralint baseline`: accept what is there, so that only what is new is reported."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from dralint.discover import shown
from dralint.engine import baseline as store
from dralint.engine.choice import Choice
from dralint.engine.session import check_paths
from dralint.engine.wanted import wanted
from dralint.plugins import Plugins


@click.command()
@click.argument("paths", nargs=-1, type=click.Path())
@click.option("--prune", is_flag=True, help="Only remove what is no longer found.")
@click.option("--config", "config_file", type=click.Path(), help="Configuration file to use.")
def baseline(paths: Sequence[str], prune: bool, config_file: str | None) -> int:
    """Record the findings in PATHS (default: here) in .dralint-baseline.json.

    `check` then reports only what is not in it. Entries are known by content, not by line.
    """
    chosen = wanted(list(paths) or ["."])
    if chosen.missing:
        raise click.UsageError(f"{chosen.missing[0]}: no such file or directory")
    plugins = Plugins()
    for root in chosen.roots:
        # The whole project is looked at, whatever part of it is reported.
        whole = replace(chosen, roots=[root], paths=[root])
        choice = Choice(config_file=config_file, no_baseline=True)
        result, _ = check_paths(whole, choice, plugins)
        found = {d.fingerprint: store.entry(d) for d in result.diagnostics}
        today = {then: d.fingerprint for d in result.diagnostics for then in d.formerly}
        written = (entry["fingerprint"] for entry in store.entries(root))
        old = dict.fromkeys(today.get(each, each) for each in written)
        kept = {key: found[key] for key in (old.keys() & found.keys() if prune else found.keys())}
        path = store.write(root, kept.values())
        grown, gone = len(kept.keys() - old.keys()), len(old.keys() - kept.keys())
        print(f"{shown(path, Path.cwd())}: {len(kept)} findings ({grown} new, {gone} gone)")
    return 0
