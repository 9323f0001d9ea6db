"""Runs dralint as `python -m dralint`."""

from .cli import main

main()
