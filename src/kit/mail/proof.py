"""Who sent a message, as our own mail server saw it (RFC 8601)."""

import re
from typing import Literal

from kit.mail.incoming import Incoming

Proof = Literal["pass", "fail", "none"]
_METHOD = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*(\w+)([^;]*)", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:header\.(?:d|i|from)|smtp\.mailfrom)\s*=\s*(?:[^\s;@]*@)?([\w.-]+)", re.IGNORECASE)


def sender_of(incoming: Incoming, authserv_id: str) -> Proof:
    """Say whether the From of a message is proven, by the topmost result of the server that is trusted.

    ``dmarc`` decides; without it an aligned ``dkim`` or ``spf`` pass does. Results in another name
    were written by anybody and count for nothing (RFC 8601, section 5).
    """
    if not authserv_id:
        return "none"
    for header in incoming.headers("authentication-results"):
        name, _, results = header.partition(";")
        if name.split()[:1] == [authserv_id]:
            return _judged(results, incoming.sender.rpartition("@")[2])
    return "none"


def _judged(results: str, domain: str) -> Proof:
    found = [(method.lower(), result.lower(), rest) for method, result, rest in _METHOD.findall(results)]
    said = {result for method, result, _ in found if method == "dmarc"}
    if said:
        return "pass" if said == {"pass"} else "fail" if "fail" in said else "none"
    aligned = any(result == "pass" and _aligned(rest, domain) for _, result, rest in found)
    return "pass" if aligned else "none"


def _aligned(rest: str, domain: str) -> bool:
    """Whether the proven domain is the sender's own: strictly, for we know no list of public suffixes."""
    shown = _DOMAIN.search(rest)
    return bool(shown and domain and shown[1].lower() == domain)
