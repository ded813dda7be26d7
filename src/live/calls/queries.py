"""Reading by which servers calls go."""

from uuid import UUID

from kit import clock, settings, tokens
from live.calls import rules
from live.calls.schemas import CallServers, IceServer


def servers(person: UUID | None) -> CallServers:
    """Return the servers for a person's calls; whoever is not signed in is given no relay, which costs its operator."""
    chosen = settings.current()
    found = [IceServer(urls=urls)] if (urls := rules.listed(chosen.stun_urls)) else []
    if person and chosen.turn_secret and (urls := rules.listed(chosen.turn_urls)):
        name = rules.username(tokens.tag("call", person), clock.now())
        found.append(IceServer(urls=urls, username=name, credential=rules.password(name, chosen.turn_secret)))
    return CallServers(ice_servers=found, relay_only=chosen.turn_relay_only)
