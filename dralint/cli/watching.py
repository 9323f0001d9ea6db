"""`dralint check --watch`: the same check again whenever something changes on the disk."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import click

from dralint.discover import LEFT_OUT, MIX_OWN, shown
from dralint.errors import DralintError

_WAKE = 200
"""Milliseconds after which the watcher is asked again."""


def watch(once: Callable[[], int], roots: Sequence[Path], written: Iterable[Path]) -> int:
    """Check, and check again after each change below `roots`, until Ctrl-C; return 0.

    `written` are files and folders that the check itself writes.
    """
    changes = _changes(roots, written)
    try:
        next(changes)  # from here on no change is missed, also while the first check runs
        print("dralint: watching for changes; Ctrl-C ends it", file=sys.stderr)
        for changed in chain([frozenset[str]()], changes):
            if changed:
                first, others = min(changed), len(changed) - 1
                more = f" and {others} more" if others else ""
                print(f"dralint: {first}{more} changed", file=sys.stderr)
            _check(once)
    except KeyboardInterrupt:
        print(file=sys.stderr)
    return 0


def _check(once: Callable[[], int]) -> None:
    """Check once; what cannot be done now, such as reading half a configuration, may be later."""
    try:
        once()
        sys.stdout.flush()
    except click.ClickException as error:
        print(f"dralint: {error.format_message()}", file=sys.stderr)
    except DralintError as error:
        print(f"dralint: {error}", file=sys.stderr)


def _changes(roots: Sequence[Path], written: Iterable[Path]) -> Iterator[frozenset[str]]:
    """Yield the names of what changed; the first are none, as soon as changes are noticed."""
    try:
        import watchfiles
    except ImportError:
        raise click.ClickException(
            "--watch needs watchfiles: install dralint with its extra [watch]"
        ) from None

    usual = watchfiles.DefaultFilter(
        ignore_dirs=(*watchfiles.DefaultFilter.ignore_dirs, *LEFT_OUT),
        ignore_entity_patterns=(*watchfiles.DefaultFilter.ignore_entity_patterns, r"\.part$"),
        ignore_paths=[path.resolve() for path in written],
    )
    base = Path.cwd()
    found = watchfiles.watch(
        *roots,
        watch_filter=lambda change, path: usual(change, path) and not _is_mix_own(Path(path)),
        rust_timeout=_WAKE,
        yield_on_timeout=True,
    )
    yield frozenset(shown(Path(path), base) for _, path in next(found))
    for changes in found:
        if changes:
            yield frozenset(shown(Path(path), base) for _, path in changes)


def _is_mix_own(path: Path) -> bool:
    """Whether mix writes there: in a folder of its own beside a `mix.exs`."""
    return any(
        each.name in MIX_OWN and (each.parent / "mix.exs").exists()
        for each in (path, *path.parents)
    )
