"""One-off code: modules that only migrations, mix tasks, seeds and scripts call."""

from collections import Counter, defaultdict

from dralint.project import Project

_BY_HAND = frozenset(("migration", "task", "seeds", "script", "release"))
_TESTS = frozenset(("test", "support"))
_SOME = 3


def one_off_modules(project: Project) -> frozenset[str]:
    """Return the modules that run once and by hand, though they lie among the running system.

    Where most modules of a folder are such, the others there that no code calls are too.
    """
    kinds: dict[str, set[str]] = defaultdict(set)
    for file in project.files:
        own = {module.name for module in file.modules}
        for target in set(project.targets(file)):
            if target is not None and target not in own:
                kinds[target].add(file.kind)
    idle: dict[str, str] = {}
    found: set[str] = set()
    all_: Counter[str] = Counter()
    for module in project.modules:
        if module.file.is_code and module.data.parent < 0:
            folder = module.file.path.rpartition("/")[0]
            all_[folder] += 1
            callers = kinds.get(module.name, set())
            if callers <= _BY_HAND | _TESTS:
                idle[module.name] = folder
                if callers & _BY_HAND:
                    found.add(module.name)
    often = Counter(idle[name] for name in found)
    return frozenset(
        name
        for name, folder in idle.items()
        if name in found or (often[folder] >= _SOME and often[folder] * 2 >= all_[folder])
    )
