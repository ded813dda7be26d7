"""Whose address it is, and what our own mail server says of it."""

import pytest

from kit import clock
from kit.mail import addresses, proof
from kit.mail.incoming import Incoming


def test_addresses_are_compared_as_people_mean_them() -> None:
    assert addresses.same("Carla+Jobs@Example.org", "mailto:carla@example.org")
    assert not addresses.same("carla@example.org", "carla@example.com")
    assert not addresses.same("", "")
    assert addresses.detail_of(addresses.tagged("rendez-vous@x.example", "abc")) == "abc"
    assert addresses.detail_of("rendez-vous@x.example") == ""


@pytest.mark.parametrize(
    ("results", "expected"),
    [
        ("mx.ours.example; dmarc=pass header.from=example.org", "pass"),
        ("mx.ours.example; dmarc=fail header.from=example.org; spf=pass smtp.mailfrom=example.org", "fail"),
        ("mx.ours.example 1; dkim=pass header.d=mail.example.org", "none"),
        ("mx.ours.example; dkim=pass header.d=example.org", "pass"),
        ("mx.ours.example; spf=pass smtp.mailfrom=bounce@example.org", "pass"),
        ("mx.ours.example; dkim=pass header.d=mallory.example", "none"),
        ("mx.ours.example; dkim=pass header.d=org", "none"),
        ("mx.theirs.example; dmarc=pass", "none"),
        ("mx.ours.example; none", "none"),
        ("", "none"),
    ],
)
def test_only_our_own_server_proves_a_sender(results: str, expected: str) -> None:
    raw = f"Authentication-Results: {results}\r\nFrom: Carla <carla@example.org>\r\n\r\nx".encode()
    incoming = Incoming(place="x", raw=raw, size=len(raw), arrived_at=clock.now())
    assert proof.sender_of(incoming, "mx.ours.example") == expected
    assert proof.sender_of(incoming, "") == "none"


def test_the_topmost_result_of_our_server_counts() -> None:
    ours = "Authentication-Results: mx.ours.example; dmarc="
    raw = f"{ours}fail\r\n{ours}pass\r\nFrom: carla@example.org\r\n\r\nx".encode()
    incoming = Incoming(place="x", raw=raw, size=len(raw), arrived_at=clock.now())
    assert proof.sender_of(incoming, "mx.ours.example") == "fail"
