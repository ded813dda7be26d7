"""What goes in about answers."""

import msgspec


class DecideForm(msgspec.Struct, kw_only=True):
    """Take the proposed time, or not."""

    accept: bool
