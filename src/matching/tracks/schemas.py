"""What goes in and out about tracks."""

import msgspec


class TrackForm(msgspec.Struct, frozen=True, kw_only=True):
    """Blind: the company reads a neutral word until an interview is agreed. By hand: the score makes no list."""

    blind: bool = False
    by_hand: bool = False
