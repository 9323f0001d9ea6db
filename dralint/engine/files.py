"""Files that are there whole, or as they were before."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


@contextmanager
def whole(path: Path) -> Iterator[TextIO]:
    """Open a file to write it anew, in UTF-8; the old one stays until all is written.

    A link stays a link. What is no file (a terminal, a pipe) is written to as it is. Raises OSError
    where it cannot be written; then nothing is left behind.
    """
    target = Path(os.path.realpath(path))
    # `/dev/stdout` may lead to a file, and that one is open already.
    if path.is_relative_to("/dev") or (path.exists() and not path.is_file()):
        with path.open("w", encoding="utf-8", newline="\n") as out:
            yield out
        return
    draft = target.with_name(f".{target.name[:200]}.{os.getpid()}.part")
    try:
        with draft.open("x", encoding="utf-8", newline="\n") as out:
            yield out
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o777)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
