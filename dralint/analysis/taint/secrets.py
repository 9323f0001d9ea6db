"""Secrets: whether a text is one, by its own shape and by the name under which it is kept."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dralint.analysis.calls.inside import inside
from dralint.analysis.taint.named_texts import NamedText, named_texts
from dralint.finding import CERTAIN, PROBABLE, Confidence
from dralint.outline import Outline
from dralint.outline.values import String, TupleOf
from dralint.project import File, Project

_SHORTEST = 12
"""Characters that a secret has at least."""
_SHORTEST_KNOWN = 20
"""Characters that what a provider gives has at least."""
_PROVIDERS = {
    "an AWS access key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a Stripe key": r"\b[sr]k_live_[0-9a-zA-Z]{16,}",
    "a GitHub token": r"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{60,})",
    "a GitLab token": r"\bglpat-[0-9A-Za-z_-]{20,}",
    "a Slack token": r"\bxox[abprs]-[0-9A-Za-z-]{20,}",
    "a Slack webhook": r"hooks\.slack\.com/services/T[0-9A-Z]{6,}/B[0-9A-Z]{6,}/[0-9A-Za-z]{20,}",
    "a SendGrid key": r"\bSG\.[0-9A-Za-z_-]{20,}\.[0-9A-Za-z_-]{40,}",
    "an OpenAI key": r"\bsk-(?:proj-|ant-)?[0-9A-Za-z]{40,}",
    "an npm token": r"\bnpm_[0-9A-Za-z]{36}\b",
    "a private key": r"-----BEGIN (?:RSA |EC |DSA |OPENSSH |PGP |ENCRYPTED )?PRIVATE KEY",
}
_PROVIDER = re.compile("|".join(f"(?P<p{i}>{p})" for i, p in enumerate(_PROVIDERS.values())))
_KINDS = tuple(_PROVIDERS)

_NAME = re.compile(
    r"secret|token|api_?key|password|passwd|passphrase|private_?key|access_?key"
    r"|encryption_?key|signing_?key|auth_?key|master_?key|credential|hmac_?key|cookie$|^authorization$"
)
_NOT_NAME = re.compile(
    r"(?:path|url|uri|field|name|header|param|label|regex|pattern|type|hash|file|prefix|suffix"
    r"|_id|ids|message|error|hint|text|title|help|placeholder|format|address|algorithm|salt|contract"
    r"|description|module|table|column|policy|endpoint|scope|key_id|index|symbol|slug|mock|stub|request|response"
    r"|schema)s?$|^public|_public|publishable|^frontend|^client_key|^react_app|^next_public|^vite"
    r"|posthog|mixpanel|segment|amplitude|reset|forgot|confirm|csrf|dummy|fake|example|sample|test|demo|^dev|_dev"
)
_SHOWN = re.compile(r"example|sample|demo|placeholder|\bdev\b|\btest\b")
"""Names around a text that say that it is shown, not used."""
_PLACEHOLDER = re.compile(
    r"change|replace|example|sample|dummy|fake|your|insert|placeholder|todo|test|demo|xxx|\.\.\."
    r"|<.*>|\*\*|^\$|\{\{|%\{|1234567|abcdef|qwert|foobar|lorem|secretsecret|not.?a.?|development|local"
    r"|not_secret|do_not|super.?secret|my.?secret|some.?secret|very.?secret|insecure",
    re.I,
)
_SHAPE = re.compile(r"[A-Za-z0-9+/=_\-.:!@#%^&*~]{16,}")
_BASIC = re.compile(r"^(?:Bearer|Basic|Token) (?=\S{16,}$)")
_NEAR = re.compile(r"localhost|127\..*|db|postgres|mysql|host|hostname|redis|rabbitmq|.*\.local")
_PLAIN = frozenset("password passwd secret postgres guest admin changeit username".split())
_DATABASE = re.compile(r"^\w+://[^:/@\s]+:(?P<password>[^@/\s]{6,})@(?P<host>[^/:\s]+)")
_AWAY = (
    r"(?:^|[/_.-])(?:dev|test|tests|ci|e2e|local|docker|bench|benchmark|fixtures?|mocks?|fakes?"
    r"|factory|factories|seeds?|storybook|sandbox{more})(?:[/_.-]|$)"
)
_FOLDER_AWAY = re.compile(_AWAY.replace("{more}", "|examples?|samples?|demo"))
_FILE_AWAY = re.compile(_AWAY.replace("{more}", ""))


_REAL = re.compile(r"prod|runtime|releases?\.exs|staging|secret")
"""Names of files that configure the running system."""
_LEFT_TO_SECRET_FILES = ("secret_key_base", "secret_key", "password", "api_key", "secret", "token")
"""Keys that such a file is trusted to set when it reads another one."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret in the text of the program: what it is, or the name that says so."""

    text: String
    name: str
    kind: str
    confidence: Confidence


@dataclass(frozen=True)
class Secrets:
    """The secrets in a project's code and configuration."""

    project: Project

    @classmethod
    def of(cls, project: Project) -> "Secrets":
        """Return the secrets of a project."""
        return cls(project)

    def of_file(self, file: File) -> Iterator[Secret]:
        """Yield the secrets that a file holds; those for development and tests are none."""
        folder, _, name = file.within.rpartition("/")
        if _FOLDER_AWAY.search(folder) or _FILE_AWAY.search(name.rpartition(".")[0]):
            return
        if not _is_worth_a_look(file.outline):  # to find the name of each text costs
            return
        base = file.kind == "config" and not _REAL.search(name)
        seen: set[int] = set()
        for named in named_texts(file.outline, _SHORTEST):
            if named.text.start in seen:
                continue
            secret = secret_of(named)
            if secret is None or (base and not secret.kind and self._elsewhere(file, secret.name)):
                continue
            seen.add(named.text.start)
            yield secret

    def _elsewhere(self, file: File, name: str) -> bool:
        """Whether production does not use what a file says under a name.

        The file is for an environment of its own, or the configuration of production has its own
        value, or takes it from a file that is not in the repository.
        """
        return file.within != "config/config.exs" or name.isupper() or name in self._real_keys

    @cached_property
    def _real_keys(self) -> frozenset[str]:
        """The keys that the configuration of production sets."""
        found: set[str] = set()
        for file in self.project.files:
            if file.kind != "config" or not _REAL.search(file.within.rpartition("/")[2]):
                continue
            for call in file.outline.calls:
                if call.name == "import_config":
                    found.update(_LEFT_TO_SECRET_FILES)
                for value in inside(file.outline, *call.args) if call.name == "config" else ():
                    if isinstance(value, TupleOf) and len(value.items) == 2:
                        found.add(getattr(value.items[0], "name", ""))
        return frozenset(found)


def _is_worth_a_look(outline: Outline) -> bool:
    """Whether a text could be a secret by its letters alone; documentation has none."""
    docs = [(a.start, a.end) for a in outline.attributes if a.name.endswith("doc")]
    return any(not any(s <= at < e for s, e in docs) for at in outline.dense)


def secret_of(named: NamedText) -> Secret | None:
    """Return the secret that a text is, None for any other text."""
    text = named.text.text.strip()
    known = _PROVIDER.search(text) if len(text) >= _SHORTEST_KNOWN else None
    if known is not None and not _PLACEHOLDER.search(text):
        kind = _KINDS[int((known.lastgroup or "p0")[1:])]
        if kind != "a private key" or len(text) > 120:
            return Secret(named.text, named.name, kind, CERTAIN)
    url = _DATABASE.match(text)
    if url is not None:
        shown = "#{" in text or _PLACEHOLDER.search(text) or url["password"].lower() in _PLAIN
        if shown or _NEAR.fullmatch(url["host"]):
            return None
        return Secret(named.text, named.name, "a URL with its password", PROBABLE)
    name = named.name.lower().replace("-", "_")
    if not _NAME.search(name) or _NOT_NAME.search(name) or _SHOWN.search(named.outer):
        return None
    if looks_random(_BASIC.sub("", text)):
        return Secret(named.text, named.name, "", PROBABLE)
    return None


def looks_random(text: str) -> bool:
    """Whether nobody would write a text such as this by hand: no words, and much in it."""
    if not _SHAPE.fullmatch(text) or _PLACEHOLDER.search(text) or entropy(text) < 3.0:
        return False
    if text.startswith(("0x", "/", "Elixir.", "http", "arn:", "pk_", "phc_", "com.", "org.")):
        return False
    if re.match(r"\d{4}-\d\d-\d\d", text):
        return False
    digits = sum(c.isdigit() for c in text)
    upper = sum(c.isupper() for c in text)
    lower = sum(c.islower() for c in text)
    if digits == 0 or digits == len(text) or not (upper or lower):
        return False
    words = re.findall(r"[a-z]{4,}", text.lower() if upper == 0 or lower == 0 else text)
    if re.fullmatch(r"[0-9a-fA-F-]{20,}", text):
        return True
    written = sum(len(word) for word in words if re.search(r"[aeiou]", word))
    return digits + upper >= len(text) / 6 and written < len(text) * 0.4


def entropy(text: str) -> float:
    """Return the bits that a character of a text carries, by how often each occurs in it."""
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())
