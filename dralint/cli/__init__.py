"""The command line: one file a command, imported when it is called."""

import gc
import os
import signal
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn, TextIO

import click

from dralint import __version__
from dralint.errors import DralintError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

COMMANDS = (
    "check",
    "gate",
    "init",
    "config",
    "baseline",
    "explain",
    "rules",
    "search",
    "graph",
    "tests",
    "tree",
    "inspect",
    "server",
    "map",
    "new",
    "check-feature",
    "contracts",
    "unknowns",
    "verify",
)


class Commands(click.Group):
    """Finds a command in the module of its name, so that no other is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command: the function of the module's name."""
        if cmd_name not in COMMANDS:
            return None
        module = cmd_name.replace("-", "_")
        command = getattr(import_module(f"{__name__}.{module}"), module)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take `check` for granted where no command is named."""
        if args and args[0] not in COMMANDS:
            args = ["check", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let the options of `check` stand where no command is named."""
        own = {"--help", "-h", "--version"}
        if ctx.resilient_parsing and not args:
            # The shell completes the first word, which may be a command yet.
            return super().parse_args(ctx, args)
        if not args or (args[0] not in COMMANDS and args[0] not in own):
            _misspelt(args)
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Return the commands and options that a first word may become, those of `check` too."""
        found = super().shell_complete(ctx, incomplete)
        check = self.get_command(ctx, "check")
        assert check is not None
        return [*found, *check.shell_complete(click.Context(check, ctx, "check"), incomplete)]


def _misspelt(args: list[str]) -> None:
    """Raise UsageError where a word is no path, and nearly the name of a command."""
    if not args or not args[0].isascii() or not args[0].isalpha() or os.path.lexists(args[0]):
        return
    from dralint.config import nearest

    close = nearest(args[0], COMMANDS)
    if close is not None:
        raise click.UsageError(f"no command or path '{args[0]}' (did you mean '{close}'?)")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dralint", message="%(prog)s %(version)s")
def cli() -> None:
    """Check an Elixir project against its conventions, from the source alone."""


def main() -> None:
    """Run dralint. The exit code is 0 for clean, 1 for findings, 2 for a job not done."""
    # Most commands end before a collection pays; a command that stays switches it on again.
    gc.disable()
    # Ends like an interrupt: workers stop, and what was half written is taken away.
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt):
        print("dralint: interrupted", file=sys.stderr)
        _end(2)
    except click.ClickException as error:
        print(f"dralint: {error.format_message()}", file=sys.stderr)
        code = 2
    except DralintError as error:
        print(f"dralint: {error}", file=sys.stderr)
        code = 2
    except BrokenPipeError:
        code = 1
    except MemoryError:
        print("dralint: out of memory; `exclude` leaves files out", file=sys.stderr)
        code = 2
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        place = f": {error.filename}" if error.filename else ""
        print(f"dralint: {reason}{place}", file=sys.stderr)
        code = 2
    _let_go(sys.stdout)
    sys.exit(code if isinstance(code, int) else 0)


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _end(code: int) -> NoReturn:
    """End with a code after an interrupt.

    Where it met code that `exec` ran, as a data class does when it is made, Python would end as if
    nobody had handled the interrupt.
    """
    if "multiprocessing" in sys.modules:
        from multiprocessing import active_children

        for worker in active_children():
            worker.kill()
            worker.join()
    _let_go(sys.stdout)
    _let_go(sys.stderr)
    os._exit(code)


def _let_go(out: TextIO) -> None:
    """Drop what cannot be written any more: the interpreter would complain of it at its end."""
    try:
        out.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())
