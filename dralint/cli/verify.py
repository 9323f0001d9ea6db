"""`dralint verify`: the full check, with the project's own tools."""

import os
import signal
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import click

from dralint.config import nearest
from dralint.discover import project_root
from dralint.engine.choice import Choice, configured, settings_of
from dralint.engine.wanted import mix_of
from dralint.plugins import Plugins
from dralint.verify.full import Watcher, Wishes
from dralint.verify.full import verify as run_all
from dralint.verify.model import Outcome, exit_code
from dralint.verify.runs import write_sarif
from dralint.verify.steps import NAMES, steps_of

from .progress import progress, summary
from .terminal import write_parts


@click.command()
@click.argument("path", default=".", type=click.Path())
@click.option("--only", multiple=True, metavar="STEPS", help="Run these steps and no others.")
@click.option("--skip", multiple=True, metavar="STEPS", help="Do not run these steps.")
@click.option("--fail-fast", is_flag=True, help="Stop after the first step that does not pass.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=1800.0,
    metavar="SECONDS",
    help="Time for each step (default: 1800).",
)
@click.option(
    "--coverage",
    "goal",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Coverage to ask for (default: `goal` of cov-below-threshold, or 80).",
)
@click.option("--sarif", "sarif_file", metavar="FILE", help="Write one SARIF report of all tools.")
@click.option("--config", "config_file", type=click.Path(), help="Configuration file to use.")
@click.option("--isolated", is_flag=True, help="Use no configuration.")
def verify(
    path: str,
    only: Sequence[str],
    skip: Sequence[str],
    fail_fast: bool,
    timeout: float,
    goal: float | None,
    sarif_file: str | None,
    config_file: str | None,
    isolated: bool,
) -> int:
    """Run all checks of the mix project in PATH (default: here): THIS RUNS ITS CODE.

    The steps are compile (warnings are errors), format, credo, dialyzer, test (with coverage) and
    dralint. This is the only command of dralint that runs the checked project; do not use it on
    code that you would not run. A tool that is missing is named with what adds it.

    Exit code: 0 all passed, 1 something was found, 2 a step could not do its work.
    """
    wishes = Wishes(_steps("--only", only), _steps("--skip", skip), fail_fast, timeout, goal)
    root = _root(path)
    _end_when_asked()
    choice = Choice(config_file=config_file, isolated=isolated)
    # A fault in the configuration is better told now than after minutes of tests.
    settings_of(configured(root, choice), choice, Plugins())
    with progress() as shown:
        watcher = Watcher(shown.began, shown.ended)
        outcomes = run_all(root, steps_of(root), wishes, choice, watcher)
    write_parts(summary(outcomes))
    if sarif_file is not None:
        _write(outcomes, sarif_file)
    return exit_code(outcomes, frozenset(wishes.only))


def _steps(option: str, values: Sequence[str]) -> tuple[str, ...]:
    names = tuple(word for value in values for word in value.replace(",", " ").split())
    for name in names:
        if name not in NAMES:
            close = nearest(name, NAMES)
            hint = f"did you mean '{close}'?" if close else f"known: {', '.join(NAMES)}"
            raise click.UsageError(f"{option}: no step '{name}' ({hint})")
    return names


def _root(path: str) -> Path:
    """Return the folder of the mix project that a path belongs to."""
    place = Path(os.path.normpath(Path(path).absolute()))
    if not place.exists():
        raise click.UsageError(f"{path}: no such file or directory")
    root = project_root(place, mix_of)
    if not (root / "mix.exs").is_file():
        raise click.UsageError(f"{path}: no mix.exs is in it or above it")
    return root


def _end_when_asked() -> None:
    """Let a request to end do what Ctrl-C does, so that no tool is left running."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def _write(outcomes: Sequence[Outcome], file: str) -> None:
    try:
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        with Path(file).open("w", encoding="utf-8", newline="\n") as out:
            write_sarif(outcomes, Path.cwd(), out)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise click.ClickException(f"cannot write {file}: {reason}") from None
