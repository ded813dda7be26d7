"""What the pages and the API say about places."""

import msgspec


class PlaceCard(msgspec.Struct, frozen=True, kw_only=True):
    """A place as a search answers it; ``text`` is what a form field takes back."""

    code: str
    name: str
    text: str
