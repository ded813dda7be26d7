"""How a relay knows who may use it: credentials that end by themselves (draft-uberti-behave-turn-rest-00)."""

import hashlib
import hmac
from base64 import b64encode
from datetime import datetime, timedelta

KEPT = timedelta(hours=12)  # longer than a fair's day


def listed(urls: str) -> list[str]:
    """Return the addresses of a setting, which commas part."""
    return [url.strip() for url in urls.split(",") if url.strip()]


def username(holder: str, now: datetime) -> str:
    """Return the name under which a holder may use the relay for ``KEPT``: its end in Unix seconds, ``:``, holder."""
    return f"{int((now + KEPT).timestamp())}:{holder}"


def password(name: str, secret: str) -> str:
    """Return the password of such a name: base64 of HMAC-SHA1 under the secret shared with the relay."""
    return b64encode(hmac.new(secret.encode(), name.encode(), hashlib.sha1).digest()).decode()
