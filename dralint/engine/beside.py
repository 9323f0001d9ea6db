"""What a run looked at beside the source, so that a record of it can be held against the disk."""

from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

import msgspec


class BesideFile(msgspec.Struct, frozen=True, array_like=True):
    """A file: where it lies, and what was in it; None: it was not there."""

    place: str
    digest: bytes | None


class Listing(msgspec.Struct, frozen=True, array_like=True):
    """The files that a pattern gave in a folder, as names below it, sorted."""

    folder: str
    pattern: str
    names: tuple[str, ...]


class Head(msgspec.Struct, frozen=True, array_like=True):
    """The present commit of the repository that a folder lies in, and whether it is shallow."""

    folder: str
    commit: str
    shallow: bool

    @property
    def is_unchanged(self) -> bool:
        """Whether it is the present commit still, with the same history behind it."""
        # Imported here: few runs read a history, and those that are known start at once.
        from dralint.git import GitError, Repository

        try:
            repository = Repository.open(Path(self.folder))
            return (repository.resolve("HEAD"), repository.is_shallow) == (
                self.commit,
                self.shallow,
            )
        except GitError:
            return False


class Beside(msgspec.Struct, frozen=True, array_like=True):
    """All of it: files by the names that reports give them, listings, and the head of a history."""

    files: dict[str, BesideFile]
    listings: tuple[Listing, ...]
    head: Head | None = None

    @classmethod
    def of(
        cls,
        files: Mapping[str, tuple[Path, bytes | None]],
        listings: Mapping[tuple[Path, str], tuple[str, ...]],
        head: Head | None = None,
    ) -> "Beside":
        """Return what was looked at: the places and contents of files, listings, a history."""
        return cls(
            {
                name: BesideFile(str(place), None if text is None else _digest(text))
                for name, (place, text) in files.items()
            },
            tuple(
                Listing(str(folder), pattern, names)
                for (folder, pattern), names in listings.items()
            ),
            head,
        )

    @property
    def is_unchanged(self) -> bool:
        """Whether everything is on the disk as it was."""
        if self.head is not None and not self.head.is_unchanged:
            return False
        return all(
            (None if text is None else _digest(text)) == each.digest
            for each in self.files.values()
            for text in (content(Path(each.place)),)
        ) and all(listing(Path(each.folder), each.pattern) == each.names for each in self.listings)


def content(place: Path) -> bytes | None:
    """Return what is in a file; None where there is none that can be read."""
    try:
        return place.read_bytes() if place.is_file() else None
    except OSError:
        return None


def listing(folder: Path, pattern: str) -> tuple[str, ...]:
    """Return the files below a folder that a pattern names, sorted; links are left out."""
    return tuple(
        sorted(
            path.relative_to(folder).as_posix()
            for path in folder.glob(pattern)
            if path.is_file() and not path.is_symlink()
        )
    )


def _digest(text: bytes) -> bytes:
    return blake2b(text, digest_size=20).digest()
