"""One check, in the way that its options ask for: of paths, snippets, a change, or with fixes."""

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from dralint.engine.choice import Choice
from dralint.engine.session import check_paths
from dralint.engine.wanted import Wanted, wanted
from dralint.finding import Result, Severity
from dralint.plugins import Plugins


def checked(
    targets: list[str], choice: Choice, plugins: Plugins, options: dict[str, Any]
) -> tuple[Result, Severity]:
    """Return what there is to say, and the severity that fails the run."""
    if options["snippet"]:
        from dralint.engine.loose import check_snippets

        return check_snippets(targets, choice, plugins)
    stdin = _stdin(targets, options["stdin_filename"])
    chosen = wanted([stdin[0] if stdin and name == "-" else name for name in targets])
    if stdin and stdin[0] in chosen.missing:
        chosen.missing.remove(stdin[0])
        chosen.add_virtual(stdin[0])
    texts = dict([stdin]) if stdin else {}
    if options["since"] is not None or options["staged"]:
        return _since(chosen, choice, plugins, options, stdin)
    if options["fix"] or options["unsafe_fixes"] or options["diff"]:
        return _fixed(chosen, choice, plugins, texts, options)
    return check_paths(chosen, choice, plugins, texts)


def _since(
    chosen: Wanted,
    choice: Choice,
    plugins: Plugins,
    options: dict[str, Any],
    stdin: tuple[str, bytes] | None,
) -> tuple[Result, Severity]:
    """Report what a change touches or causes."""
    from dralint.engine.since import Since, check_since

    if stdin or options["fix"] or options["unsafe_fixes"] or options["diff"]:
        raise click.UsageError("--since and --staged go with no fixes and no standard input")
    return check_since(chosen, choice, plugins, Since(options["since"], options["staged"]))


def _fixed(
    chosen: Wanted,
    choice: Choice,
    plugins: Plugins,
    texts: dict[str, bytes],
    options: dict[str, Any],
) -> tuple[Result, Severity]:
    """Fix what can be fixed, or show how; return what is left to say."""
    from dralint.fix.passes import fix_paths

    if texts:
        raise click.UsageError("fixes are for files, not for standard input")
    fixed = fix_paths(chosen, choice, plugins, unsafe=options["unsafe_fixes"])
    if options["diff"]:
        sys.stdout.write(fixed.diff())
    else:
        for problem in fixed.write():
            print(f"dralint: {problem}", file=sys.stderr)
        print(f"dralint: {fixed.summary()}", file=sys.stderr)
    return fixed.result, fixed.fail_on


def _stdin(paths: Sequence[str], name: str | None) -> tuple[str, bytes] | None:
    if "-" not in paths:
        if name is not None:
            raise click.UsageError("--stdin-filename goes with the path '-'")
        return None
    if name is None:
        raise click.UsageError("the path '-' needs --stdin-filename NAME")
    return os.path.relpath(name).replace(os.sep, "/"), sys.stdin.buffer.read()
