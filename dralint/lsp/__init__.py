"""The language server: what `dralint check` says, while one types. See docs/editors.md."""
