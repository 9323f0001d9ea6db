"""What git knows of a project, read from its objects and its index; see docs/design/git.md."""

from .command import GitError
from .repository import Change, Commit, Entry, Repository

__all__ = ["Change", "Commit", "Entry", "GitError", "Repository"]
