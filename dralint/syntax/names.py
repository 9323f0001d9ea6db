"""Which words can be names in Elixir."""

import unicodedata


def complaint(text: bytes) -> str | None:
    """Why a word cannot be a variable's, a function's or a module's name."""
    word = text.decode("utf-8", "replace")
    bare = word.rstrip("?!")
    if "@" in word:
        return f"a name cannot contain `@`: `{word}`"
    if word.isascii():
        return f"a module cannot be called `{word}`" if word[0].isupper() and bare != word else None
    if not bare.isidentifier() or bare[0].isupper() or bare[0].istitle():
        return f"`{word}` is no name in Elixir"
    if not unicodedata.is_normalized("NFC", bare):
        return f"`{word}` is not in the normal form NFC"
    return None
