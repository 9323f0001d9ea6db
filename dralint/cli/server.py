"""`dralint server`: the language server."""

import gc

import click


@click.command()
@click.option("--stdio", is_flag=True, help="Talk over standard input and output, as always.")
def server(stdio: bool) -> int:
    """Serve an editor with what `check` says, while one types.

    It speaks the Language Server Protocol over standard input and output. How editors are told of
    it: docs/editors.md.
    """
    try:
        from dralint.lsp.features import serve
    except ModuleNotFoundError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise click.UsageError(
            "the language server needs pygls: install dralint with its extra [server]"
        ) from None
    gc.enable()
    return serve()
