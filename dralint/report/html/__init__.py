"""The format `html`: one page that holds all, for a browser, without anything from elsewhere.

Its parts are `page.py` (what is shown), the pictures (laid out here, so that they are there when
scripts are off), and the template with its style sheet and its script. jinja2 is imported when a
page is written, and by nothing else.
"""

import base64
import hashlib
import json
import re
from importlib.resources import files
from typing import TextIO

from dralint.finding import Result
from dralint.report.base import ReportOptions

_VIEWS = ("contracts", "map", "tree", "unknowns", "waits")


class Html:
    """A page with findings, pictures of the processes, the map, the contracts and the gaps."""

    name = "html"
    for_people = False
    views = _VIEWS

    def write(self, result: Result, out: TextIO, options: ReportOptions) -> None:
        """Write the whole page."""
        text = rendered(result)
        encoding = (getattr(out, "encoding", None) or "utf-8").lower().replace("_", "-")
        if encoding not in ("utf-8", "utf8"):
            # The page says that it is UTF-8, which ASCII is. Scripts and styles hold nothing else.
            text = text.encode("ascii", "xmlcharrefreplace").decode()
        out.write(text)


def rendered(result: Result) -> str:
    """Return the page of a result."""
    from .page import context, index
    from .template import environment

    style, script = _part("report.css"), _part("report.js")
    template = environment(_part).get_template("report.jinja")
    return template.render(
        **context(result),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
        index=_embedded(index(result)),
    )


def _part(name: str) -> str:
    return files(__name__).joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    """Return what the policy of the page knows a script or a style by."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _embedded(data: object) -> str:
    """Return JSON that may stand in a script element: nothing in it can end the element."""
    text = json.dumps(data, separators=(",", ":"))
    return re.sub("[<>&]", lambda found: f"\\u{ord(found[0]):04x}", text)
