"""What goes out about calls."""

import msgspec


class IceServer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A STUN or TURN server as browsers take it (RTCIceServer)."""

    urls: list[str]
    username: str = ""
    credential: str = ""


class CallServers(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """By which servers a call finds its way; ``relay_only``: never from browser to browser."""

    ice_servers: list[IceServer]
    relay_only: bool
