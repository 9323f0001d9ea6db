"""Words that say what a file is for: verbs of actions, names of no domains, suffixes of roles.

Data only. Users add verbs and names in the table `[dra]`.
"""

WRITE_VERBS = frozenset(
    """
    accept acknowledge activate add allocate apply approve archive assign attach authorize award
    backfill block book bulk cancel capture charge clear clone close complete confirm connect
    consume copy create deactivate decline delete deliver destroy detach disable discard disconnect
    dismiss dispatch duplicate edit eject emit enable enqueue enroll expire finalize finish fix
    forget generate grant hide import increment decrement initialize insert install invalidate
    invite issue join leave link lock log login logout mark merge migrate modify move mute notify
    open pause pay perform persist pin place post process promote publish purchase purge put
    reactivate rebuild receive record redeem refresh refund register reject release remove rename
    renew reopen reorder replace request reschedule resend reset resolve restart restore resume
    retry return revert revoke rotate run save schedule seed sell send set settle ship sign
    signup snooze split start stop submit subscribe suspend switch sync synchronize tag terminate
    toggle touch track transfer transition trigger unarchive unassign unblock undo uninstall unlink
    unlock unmute unpin unpublish unregister unsubscribe untag update upgrade upload upsert use
    validate verify void vote withdraw write
    """.split()
)
"""First words of actions that change something."""

CHANGING = frozenset(
    """
    activate add approve archive assign cancel confirm create deactivate delete destroy disable
    discard enable insert invite publish register reject remove rename reset restore revoke save
    suspend unarchive unpublish update upsert
    """.split()
)
"""Those that change data and can fail: their result says whether they did."""

QUERY_VERBS = frozenset(
    """
    aggregate authenticate build calculate change check classify collect compare compute convert
    count decode describe detect download encode estimate exists export extract fetch filter find
    format forecast get inspect list load lookup measure new parse ping poll predict preview query
    rank read render report scan score search select show sort stream sum suggest summarize test
    translate view watch broadcast feed capitalize inject scope prompt rebuild
    """.split()
)
"""First words of actions that answer."""

VERBS = WRITE_VERBS | QUERY_VERBS
"""The open lexicon of actions."""

ALSO_NOUNS = frozenset(
    """
    award block book bulk change charge check copy count estimate export feed filter fix format
    forecast import index issue join link load lock log login logout mark measure move order pause
    pin place post preview process purchase query rank read record release report request reset
    return run scan schedule scope score search seed set ship sign sort split start stop stream
    sum switch sync tag test touch track transfer transition trigger upgrade upload use view vote
    watch write
    """.split()
) - {"set"}
"""Verbs that begin a noun as well: `sort_order`, `import_options`, `read_model`."""

ALONE = frozenset("export import login logout search".split())
"""Those of them that are an action's name when they stand alone."""

NON_RESOURCES = (
    "actions",
    "calculations",
    "changes",
    "checks",
    "commands",
    "data",
    "events",
    "handlers",
    "implementations",
    "interactors",
    "jobs",
    "middleware",
    "middlewares",
    "migrations",
    "notifications",
    "operations",
    "plug",
    "plugs",
    "policies",
    "preparations",
    "queries",
    "resolvers",
    "schemas",
    "scripts",
    "services",
    "steps",
    "tasks",
    "types",
    "use_cases",
    "utils",
    "validations",
    "validators",
    "workers",
)
"""Folders named after a kind of code, not after a thing of the business."""

NON_DOMAINS = (
    "application",
    "repo",
    "release",
    "mailer",
    "telemetry",
    "endpoint",
    "router",
    "web",
    "gettext",
    "presence",
    "pub_sub",
    "pubsub",
    "cache",
    "vault",
    "types",
    "schema",
    "schemas",
    "utils",
    "util",
    "helpers",
    "support",
    "config",
    "mix",
    "workers",
    "jobs",
    "oban",
    "plug",
    "plugs",
    "middleware",
    "middlewares",
    "adapters",
    "behaviours",
    "protocols",
    "migrations",
)
"""Directories directly below the application that hold infrastructure."""

SUFFIXES = {
    "policy": "policy",
    "policies": "policy",
    "query": "query",
    "queries": "query",
    "notifier": "notifier",
    "email": "notifier",
    "emails": "notifier",
    "mailer": "notifier",
    "worker": "job",
    "job": "job",
    "supervisor": "process",
    "server": "process",
    "storage": "storage",
    "store": "storage",
    "repository": "storage",
    "client": "client",
    "gateway": "client",
    "contract": "contract",
    "behaviour": "contract",
    "error": "error",
    "exception": "error",
}
"""Last words of file names, and the role that they announce."""


def words(stem: str) -> list[str]:
    """Return the words of a file name without its extension."""
    return [word for word in stem.replace(".", "_").replace("-", "_").split("_") if word]


def is_action_name(stem: str, extra: frozenset[str] = frozenset()) -> bool:
    """Whether a file name begins with a verb."""
    first = words(stem)[:1]
    return bool(first) and (first[0] in VERBS or first[0] in extra)


def is_plain_action_name(stem: str, extra: frozenset[str] = frozenset()) -> bool:
    """Whether a file name is hardly anything but an action's: `sort` is, `sort_order` is not."""
    each = words(stem)
    if not each or each[-1] in SUFFIXES:
        return False
    if each[0] in extra:
        return True
    if len(each) == 1 and each[0] in ALONE:
        return True
    return each[0] in VERBS and each[0] not in ALSO_NOUNS


def normal(name: str) -> str:
    """Return a name or path segment so that `FileAPI`, `file_api` and `FileApi` are one."""
    plain = name.lower().replace("_", "")
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))


def snake(name: str) -> str:
    """Return a module segment as a file name: `OAuthToken` is `o_auth_token`, `API` is `api`."""
    out = ""
    for index, char in enumerate(name):
        before = name[index - 1] if index else ""
        after = name[index + 1] if index + 1 < len(name) else ""
        if (
            char.isupper()
            and before
            and (not before.isupper() or after.islower())
            and before != "_"
        ):
            out += "_"
        out += char.lower()
    return out


def camel(segment: str) -> str:
    """Return a path segment as a module segment: `set_speed` is `SetSpeed`."""
    return "".join(word[:1].upper() + word[1:] for word in segment.split("_"))
