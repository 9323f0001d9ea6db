"""The texts that findings stand in, split into lines once a file."""

from dralint.text import split_lines


class Sources:
    """The lines of the files of a report."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._lines: dict[str, list[str]] = {}

    def text(self, path: str) -> str | None:
        """Return the text of a file, where it is known."""
        return self._texts.get(path)

    def lines(self, path: str) -> list[str]:
        """Return the lines of a file; none where its text is not known."""
        if path not in self._lines:
            text = self.text(path)
            self._lines[path] = [] if text is None else split_lines(text)
        return self._lines[path]
