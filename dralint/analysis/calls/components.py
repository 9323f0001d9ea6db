"""Strongly connected components: what of a graph lies on rings."""

from collections.abc import Iterator, Mapping, Sequence


def strongly_connected(graph: Mapping[str, Sequence[str]]) -> list[frozenset[str]]:
    """Return the sets of nodes that reach each other (Tarjan's algorithm, without recursion)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    placed: set[str] = set()
    found: list[frozenset[str]] = []
    for root in sorted(graph):
        work: list[tuple[str, Iterator[str]]] = []
        entering: str | None = None if root in order else root
        while work or entering is not None:
            if entering is not None:
                order[entering] = low[entering] = len(order)
                stack.append(entering)
                work.append((entering, iter(graph.get(entering, ()))))
                entering = None
            node, rest = work[-1]
            for after in rest:
                if after not in order:
                    entering = after
                    break
                if after not in placed:
                    low[node] = min(low[node], order[after])
            if entering is not None:
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[node])
            if low[node] == order[node]:
                members: set[str] = set()
                while node not in members:
                    members.add(stack.pop())
                placed |= members
                found.append(frozenset(members))
    return found
