"""Where findings about a whole mix project are shown: at the module of its `mix.exs`."""

from dralint.project import App, Module, Project


def mix_place(project: Project, app: App | None = None) -> Module | None:
    """Return the module in the `mix.exs` of a mix project, or of the one at the root."""
    wanted = app or next(iter(project.apps), None)
    for file in project.files:
        if file.kind == "mix" and file.app is wanted and file.within == "mix.exs":
            return next(iter(file.modules), None)
    return None
