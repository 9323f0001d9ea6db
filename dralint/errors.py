"""The errors that people meet."""


class DralintError(Exception):
    """Something the user can mend. The message is one line: what, where, what to do."""
