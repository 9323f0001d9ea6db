"""The pages of rules, written where an editor can open them: nothing is fetched from anywhere."""

from collections.abc import Mapping
from pathlib import Path

from dralint import __version__
from dralint.finding import RuleInfo
from dralint.index import user_folder


class Pages:
    """The pages by rule. A page is written when it is first pointed at."""

    def __init__(self) -> None:
        self._rules: dict[str, RuleInfo] = {}
        self._known: dict[str, str | None] = {}

    def learn(self, rules: Mapping[str, RuleInfo]) -> None:
        """Take over what is known of rules."""
        self._rules.update(rules)

    def rule(self, id: str) -> RuleInfo | None:
        """Return what is known of a rule."""
        return self._rules.get(id)

    def address(self, id: str) -> str | None:
        """Return where the page of a rule lies; None where none can be written."""
        if id not in self._known:
            self._known[id] = self._written(id)
        return self._known[id]

    def _written(self, id: str) -> str | None:
        folder, rule = user_folder(), self._rules.get(id)
        if folder is None or rule is None:
            return None
        path: Path = folder / f"pages-{__version__}" / f"{id}.md"
        text = f"# {id}\n\n{rule.page}\n"
        try:
            path.parent.mkdir(exist_ok=True)
            if not path.is_file() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
        except OSError:
            return None
        return path.as_uri()
