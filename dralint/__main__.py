"""Runs dralint: as `python -m dralint`, and as the command that is installed."""

import os
import signal
import sys


def main() -> None:
    """Run the command line. Ctrl-C ends it at once, also while it is imported."""
    # Who started it may have wished that it is not interrupted.
    waits = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if waits:
        signal.signal(signal.SIGINT, _end)
    from .cli import main as run

    if waits:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        run()
    except SystemExit as end:
        if not isinstance(end.code, int):
            raise
        # All is written and closed. To take a whole project apart would only cost time.
        os._exit(end.code)


def _end(number: int, frame: object) -> None:
    """End where nothing has begun yet: there is nothing to put in order."""
    sys.stderr.write("dralint: interrupted\n")
    sys.stderr.flush()
    os._exit(2)


if __name__ == "__main__":
    main()
