"""Mail addresses: compared as people mean them, and tagged with a secret (RFC 5233)."""


def plain(address: str) -> str:
    """Return an address comparable: lower case, without ``mailto:`` and without its +detail."""
    local, _, domain = address.strip().strip("<>").removeprefix("mailto:").removeprefix("MAILTO:").rpartition("@")
    return f"{local.partition('+')[0]}@{domain}".lower()


def same(one: str, other: str) -> bool:
    """Say whether two addresses are one mailbox: case and +detail do not count."""
    return "@" in one and plain(one) == plain(other)


def tagged(address: str, detail: str) -> str:
    """Return the address with a +detail: mail to it reaches the same mailbox."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{detail}@{domain}"


def detail_of(address: str) -> str:
    """Return what follows the + in an address, in lower case, or nothing."""
    return address.rpartition("@")[0].partition("+")[2].lower()
