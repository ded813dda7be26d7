"""Which stands somebody looks for."""

from collections.abc import Iterable

from kit.text import folded


def says(said: Iterable[str], typed: str) -> bool:
    """Say whether every word that was typed is in what a stand says, whatever its case and accents."""
    whole = folded(" ".join(said))
    return all(word in whole for word in folded(typed).split())
