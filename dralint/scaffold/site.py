"""Where a new feature belongs in a project: application, folders, module names, dialect, door."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dralint.analysis.layout.dra import Domain, DraOptions, Resource
from dralint.analysis.layout.evidence import singular
from dralint.analysis.layout.layout import Layout
from dralint.analysis.layout.lexicon import camel, normal
from dralint.analysis.layout.seats import seats
from dralint.project import App, Module, Project

from .feature import Feature, FeatureError


@dataclass(frozen=True)
class Site:
    """The place of a feature.

    `base` is the folder of the domains inside the mix project (`lib/shop`, `lib/shop/domains`),
    `prefix` the segments that modules there begin with. `modules` are the main modules of the
    application's files by path, for those that may grow. `domain` and `resource` are as the project
    already spells them. `door` is the module that offers the resource's actions to others, where
    there is one; `api` is the last segment of such modules here. `case` is what tests use.
    """

    app: App
    dialect: str
    base: str
    prefix: tuple[str, ...]
    domain: tuple[str, ...]
    resource: str
    entry: str
    api: str
    door: Module | None
    context: bool
    case: str
    schema: Module | None
    modules: Mapping[str, Module]
    notes: tuple[str, ...] = ()


def site_of(
    feature: Feature,
    project: Project,
    layout: Layout,
    options: DraOptions,
    app_name: str | None = None,
    dialect: str | None = None,
) -> Site:
    """Return where a feature belongs; raises FeatureError where the project does not say."""
    known = _known_domain(layout, feature)
    app = _app(project, known, app_name)
    chosen = dialect or _dialect(known, layout, app, options)
    found = seats(project, app)
    roots = Counter(seat.root for seat in found if seat.root)
    root = app.name if app.name in roots or not roots else roots.most_common(1)[0][0]
    wrapped = chosen == "domains"
    prefix = layout.prefix(app, root) or _prefix(project, app)
    base = f"lib/{root}" if root else "lib"
    folders = tuple(known.name.split("/")) if known and known.name else feature.domain
    resource = _known_resource(known, feature)
    name = resource.name if resource else feature.resource
    door, context = _door(resource)
    notes = [] if name == feature.resource else [f"the project calls it `{name}`"]
    if known is None and any(_is_resource(each, feature) for each in layout.resources):
        notes.append(f"`{feature.domain[0]}` is a resource here: its actions will lie beside it")
    if chosen in ("scribe", "nerves") and not folders:
        raise FeatureError(f"the dialect {chosen} needs a domain, not '.'")
    top = prefix[:-1] if prefix[-1:] == ("Domains",) else prefix
    modules = (*top, "Domains") if wrapped else top
    return Site(
        app=app,
        dialect=chosen,
        base=f"{base}/domains" if wrapped else base,
        prefix=modules,
        domain=folders,
        resource=name,
        entry=options.entry[0] if options.entry else "call",
        api=_api(layout),
        door=door,
        context=context,
        case=_case(project, app, top),
        schema=_schema(project, (*modules, *map(camel, folders)), name),
        modules={seat.file.within: seat.module for seat in found},
        notes=tuple(notes),
    )


def _known_domain(layout: Layout, feature: Feature) -> Domain | None:
    wanted = list(map(singular, feature.domain))
    for domain in layout.domains:
        if list(map(singular, filter(None, domain.name.split("/")))) == wanted:
            return domain
    return None


def _is_resource(resource: Resource, feature: Feature) -> bool:
    """Whether what was named as a domain is a resource that lies in none."""
    return bool(feature.domain) and not resource.domain and resource.name == feature.domain[0]


def _known_resource(domain: Domain | None, feature: Feature) -> Resource | None:
    for resource in domain.resources if domain else ():
        if singular(resource.name) == singular(feature.resource):
            return resource
    return None


def _app(project: Project, known: Domain | None, name: str | None) -> App:
    """Return the application that a feature belongs to."""
    apps = [app for app in project.apps if app.mix.app and not app.mix.apps_path]
    if name is not None:
        found = next((app for app in apps if app.name == name), None)
        if found is None:
            listed = ", ".join(sorted(app.name for app in apps)) or "none"
            raise FeatureError(f"no application '{name}' (there are: {listed})")
        return found
    if known is not None:
        return known.app
    if len(apps) > 1:
        apps = [app for app in apps if not app.name.endswith("_web")]
    if len(apps) == 1:
        return apps[0]
    if not apps:
        raise FeatureError("no mix.exs names an application here")
    listed = ", ".join(sorted(app.name for app in apps))
    raise FeatureError(f"several applications ({listed}): say which with --app")


def _dialect(known: Domain | None, layout: Layout, app: App, options: DraOptions) -> str:
    """Return the configured dialect, else that of the domain, else the commonest, else flat."""
    if options.dialect != "auto":
        return options.dialect
    if known is not None:
        return known.dialect
    spoken = Counter(each.dialect for each in layout.domains if each.app is app)
    return min(spoken, key=lambda name: (-spoken[name], name)) if spoken else "flat"


def _prefix(project: Project, app: App) -> tuple[str, ...]:
    """Return what modules begin with where too few show it: as the mix.exs does, or the name."""
    for file in project.files:
        if file.app is app and file.kind == "mix" and file.modules:
            segments = file.modules[0].name.split(".")
            if len(segments) > 1 and normal(segments[0]) == normal(app.name):
                return (segments[0],)
    return (camel(app.name),)


def _door(resource: Resource | None) -> tuple[Module | None, bool]:
    """Return the module that offers a resource's actions, and whether it is a domain's context."""
    if resource is not None and resource.apis:
        return resource.apis[0].module, False
    if resource is not None and resource.contexts:
        return resource.contexts[0].module, True
    return None, False


def _api(layout: Layout) -> str:
    """Return how the APIs of a project end: `API`, unless most of them end in `Api`."""
    ends = Counter(
        "Api" if api.name.endswith("Api") else "API"
        for resource in layout.resources
        for api in resource.apis
        if api.name.endswith(("Api", "API"))
    )
    return "Api" if ends["Api"] > ends["API"] else "API"


def _case(project: Project, app: App, prefix: Iterable[str]) -> str:
    """Return what the tests of data use: `Shop.DataCase` where there is one."""
    wanted = ".".join((*prefix, "DataCase"))
    found = project.module(wanted)
    if found is not None and found.file.is_test:
        return wanted
    own = sorted(
        module.name
        for module in project.modules
        if module.file.app is app and module.file.is_test and module.name.endswith(".DataCase")
    )
    return own[0] if own else "ExUnit.Case"


def _schema(project: Project, above: tuple[str, ...], resource: str) -> Module | None:
    """Return the resource's schema where it has a type `t`."""
    for name in (resource, singular(resource)):
        module = project.module(".".join((*above, camel(name))))
        if module is not None and any(s.kind == "type" and s.name == "t" for s in module.specs):
            return module
    return None
