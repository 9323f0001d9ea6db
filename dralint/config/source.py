"""The text of a configuration, and the places in it that messages name."""

import msgspec

from .errors import ConfigError, quoted

KeyPath = tuple[str | int, ...]
"""The way to a value from the root: keys of tables and indices of arrays."""


class Source(msgspec.Struct, frozen=True):
    """A file of configuration: its name in messages, where its patterns start, and its text."""

    name: str
    directory: str
    text: str


class Where(msgspec.Struct, frozen=True):
    """The place of a value. Its line is looked up when a message needs it, not before."""

    source: Source | None
    path: KeyPath = ()

    def at(self, *keys: str | int) -> "Where":
        """Return the place of what stands below."""
        return Where(self.source, self.path + keys)

    def find(self) -> tuple[int, KeyPath]:
        """Return the line, and the path as the text spells it."""
        if self.source is None:
            return 0, self.path
        from .locate import locate  # with tomllib: only when something is wrong

        line, spelled = locate(self.source.text, self.path)
        return line, spelled + self.path[len(spelled) :]

    def error(self, message: str) -> ConfigError:
        """Return the error that says something of this place."""
        return ConfigError(f"{self.found}: {message}")

    @property
    def found(self) -> str:
        """The file and the line nearest to the value."""
        return f"{self.source.name}:{self.find()[0]}" if self.source else "configuration"

    @property
    def place(self) -> str | None:
        """The file and line that give the value; None where nothing does."""
        if self.source is None:
            return None
        from .locate import locate

        line, spelled = locate(self.source.text, self.path)
        return f"{self.source.name}:{line}" if len(spelled) == len(self.path) else None

    @property
    def line(self) -> int:
        """The line, counted from one."""
        return self.find()[0]

    @property
    def name(self) -> str:
        """What a message calls the value: its key as it is spelled there, or which item it is."""
        path = self.find()[1]
        items = 0
        while items < len(path) and isinstance(path[-1 - items], int):
            items += 1
        key = quoted(str(path[-1 - items])) if items < len(path) else "the configuration"
        indices = path[len(path) - items :]
        return "".join(f"item {int(index) + 1} of " for index in reversed(indices)) + key

    @property
    def table(self) -> str:
        """What a message calls the table: `[rules.spec-missing]`."""
        return f"[{'.'.join(str(key) for key in self.find()[1] if isinstance(key, str))}]"
