"""What the template is given: the result and its views, arranged for the page.

The keys of views are those of `dralint/view/`. Nothing here is escaped or drawn: the template does
that with everything it prints.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dralint import __version__
from dralint.finding import Result
from dralint.report.people import plural, severities, visible

from .excerpt import by_module, groups
from .graph_picture import Knot, graph_picture
from .layered import Edge
from .matrix import Weight, is_dense, matrix
from .tree_picture import name_of, seats, tree_picture

Data = dict[str, Any]
_UNKNOWN = {
    "call": "calls whose target is not known",
    "use": "modules that a macro may add to",
    "child": "children of supervisors that the code does not name",
    "parent": "dynamic children without a known parent",
}
_CALLS = "Which domain calls which"
_SHARES = (
    ("with_api", "needing_api", "resources with an API"),
    ("entered", "actions", "actions with an entry"),
    ("exposed", "actions", "actions in their API"),
    ("specced", "actions", "actions with a spec"),
    ("documented", "actions", "actions with a doc"),
    ("tested", "actions", "actions with a test"),
)


def context(result: Result) -> Data:
    """Return everything that the template prints."""
    counts = by_module(result)
    return {
        "version": __version__,
        "result": result,
        "severities": severities(result.diagnostics),
        "groups": groups(result),
        "families": _families(result),
        "rules": _rules(result),
        "tree": _tree(result.views.get("tree", ()), counts),
        "waits": _waits(result.views.get("waits", ()), counts),
        "maps": [_map(data, n) for n, data in enumerate(result.views.get("map", ()))],
        "contracts": _contracts(result.views.get("contracts", ())),
        "unanalysed": _unanalysed(result),
        "unknowns": _unknowns(result.views.get("unknowns", ())),
    }


def index(result: Result) -> Data:
    """Return the data that the script filters by.

    `found` has a row for each finding, in the order of the page: severity, rule, path, and the text
    that is searched; `rules` and `paths` are what the numbers in it stand for.
    """
    rules = sorted({found.rule for found in result.diagnostics})
    paths = sorted({found.span.path for found in result.diagnostics})
    rule_at = {rule: at for at, rule in enumerate(rules)}
    path_at = {path: at for at, path in enumerate(paths)}
    return {
        "rules": rules,
        "paths": [visible(path) for path in paths],
        "found": [
            [
                found.severity.label,
                rule_at[found.rule],
                path_at[found.span.path],
                visible(" ".join(filter(None, (found.message, found.module, found.function)))),
            ]
            for found in result.diagnostics
        ],
    }


def _families(result: Result) -> dict[str, list[tuple[str, int]]]:
    """Return the rules that spoke with how often, by family."""
    counts = Counter(found.rule for found in result.diagnostics)
    families: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for rule, count in sorted(counts.items()):
        families[rule.partition("-")[0]].append((rule, count))
    return dict(families)


def _rules(result: Result) -> list[Data]:
    """Return the active rules, those that spoke most often first."""
    counts = Counter(found.rule for found in result.diagnostics)
    rows = [{"info": info, "count": counts[info.id]} for info in result.rules]
    return sorted(rows, key=lambda r: (-r["count"], -r["info"].severity, r["info"].id))


def _tree(views: Sequence[Any], counts: Mapping[str, int]) -> Data:
    found = seats([root for view in views for root in view])
    children: defaultdict[str | None, list[Any]] = defaultdict(list)
    for seat in found:
        children[seat.parent].append(seat)
    return {
        "picture": tree_picture(found, counts),
        "children": dict(children),
        "counts": counts,
        "size": len(found),
        "name_of": name_of,
    }


def _waits(views: Sequence[Any], counts: Mapping[str, int]) -> Data:
    waits = [wait for view in views for wait in view["waits"]]
    rings = [ring for view in views for ring in view["rings"]]
    ringed = {(w["from"], w["to"]) for ring in rings for w in ring["waits"]}
    between: defaultdict[Edge, list[Any]] = defaultdict(list)
    for wait in waits:
        between[wait["from"], wait["to"]].append(wait)
    names = sorted({name for edge in between for name in edge})
    entries = {name: f"wait-{n}" for n, name in enumerate(names)}
    ring_names = {name for edge in ringed for name in edge}
    picture = graph_picture(
        "waits",
        "Who waits for whom",
        {
            name: Knot(entries[name], "", "ring" if name in ring_names else "", counts.get(name, 0))
            for name in names
        },
        {
            edge: (
                f"{edge[0]} waits for {edge[1]} in {len(group)} place{'s' * (len(group) > 1)}",
                " ".join(
                    filter(
                        None,
                        (
                            "ring" if edge in ringed else "",
                            "" if any(w["sure"] for w in group) else "dashed",
                        ),
                    )
                ),
            )
            for edge, group in between.items()
        },
    )
    processes = [
        {
            "entry": entries[name],
            "name": name,
            "found": counts.get(name, 0),
            "out": [wait for wait in waits if wait["from"] == name],
            "into": [wait for wait in waits if wait["to"] == name],
        }
        for name in names
    ]
    return {"picture": picture, "processes": processes, "rings": rings, "size": len(waits)}


def _map(data: Data, number: int) -> Data:
    """Return one project's map: its picture, its shares, and its domains."""
    domains = [
        {
            **domain,
            "entry": f"map-{number}-{at}",
            "tables": [*domain["resources"], *_stray(domain)],
        }
        for at, domain in enumerate(data["domains"])
    ]
    ring_of = {name: at for at, ring in enumerate(data["cycles"]) for name in ring}
    # A domain that neither calls nor is called stands in the list alone.
    by_label = {domain["label"]: domain for domain in domains}
    ends = {end for each in data["dependencies"] for end in (each["source"], each["target"])}
    knots = {end: _knot(by_label.get(end), end in ring_of) for end in sorted(ends)}
    edges = {
        (each["source"], each["target"]): (
            f"{each['source']} calls {each['target']} {each['calls']} times, "
            f"{each['inside']} of them past its API, first {each['caller']} -> {each['callee']}",
            _edge_kinds(each, ring_of),
        )
        for each in data["dependencies"]
    }
    counts = data["counts"]
    dense = is_dense(knots, edges)
    rows = matrix(
        {name: knot.entry for name, knot in knots.items()},
        {
            (each["source"], each["target"]): Weight(
                each["calls"], bool(each["inside"]), edges[each["source"], each["target"]][0]
            )
            for each in data["dependencies"]
        },
    )
    return {
        "adopted": data["adopted"],
        "counts": counts,
        "domains": domains,
        "dependencies": data["dependencies"],
        "cycles": data["cycles"],
        "shares": [(words, counts[done], counts[whole]) for done, whole, words in _SHARES],
        "matrix": rows if dense else (),
        "picture": None if dense else graph_picture(f"map-{number}", _CALLS, knots, edges),
    }


def _stray(domain: Data) -> Iterator[Data]:
    """Yield what holds the actions that lie in no resource, where there are any."""
    if domain["stray"]:
        yield {"name": "in no resource", "actions": domain["stray"], "apis": [], "needs_api": False}


def _knot(domain: Data | None, ringed: bool) -> Knot:
    """Return the node of a domain, or of what is none: the web layer."""
    if domain is None:
        return Knot("", kinds="outside")
    note = plural(len(domain["resources"]), "resource")
    return Knot(domain["entry"], note, "ring" if ringed else "")


def _edge_kinds(each: Data, ring_of: Mapping[str, int]) -> str:
    source, target = each["source"], each["target"]
    if source in ring_of and ring_of.get(source) == ring_of.get(target):
        return "ring"
    return "inside" if each["inside"] else ""


def _contracts(views: Sequence[Any]) -> Data:
    totals = []
    for name, words in (("specs", "specs"), ("docs", "docs"), ("moduledocs", "module docs")):
        shares = [view["total"][name] for view in views]
        done, whole = (sum(share[key] for share in shares) for key in ("done", "whole"))
        totals.append((words, done, whole))
    rows = [row for view in views for row in view["modules"]]
    return {"totals": totals, "rows": rows}


def _unanalysed(result: Result) -> list[tuple[str, list[str]]]:
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    for each in result.unanalysed:
        reasons[each.reason].append(f"{each.path}:{each.line}")
    return sorted(reasons.items(), key=lambda group: (-len(group[1]), group[0]))


def _unknowns(views: Sequence[Any]) -> Data:
    places = [place for view in views for place in view["places"]]
    return {
        "calls": sum(view["calls"] for view in views),
        "kinds": list(_kinds_of(places)),
        "modules": _by_module(places),
        "places": [place for place in places if place["kind"] != "call"],
    }


def _kinds_of(places: Sequence[Data]) -> Iterator[tuple[str, str, int, list[tuple[str, int]]]]:
    """Yield each kind of blind spot with what it means, how often, and its commonest texts."""
    for kind, words in _UNKNOWN.items():
        texts = Counter(place["text"] for place in places if place["kind"] == kind)
        common = sorted(texts.items(), key=lambda each: (-each[1], each[0]))
        yield kind, words, texts.total(), common[:12]


def _by_module(places: Sequence[Data]) -> list[tuple[str, str, Counter[str]]]:
    """Return modules with their path and how many blind spots of each kind, the worst first."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for place in places:
        found.setdefault((place["module"], place["path"]), Counter())[place["kind"]] += 1
    ordered = sorted(found.items(), key=lambda each: (-each[1].total(), each[0]))
    return [(module, path, kinds) for (module, path), kinds in ordered]
