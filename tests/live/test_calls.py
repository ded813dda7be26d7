"""By which servers calls go, and who may use the relay."""

import hashlib
import hmac
import json
import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from kit import clock, settings
from kit.settings import Settings
from live.calls import queries, rules
from live.calls.schemas import IceServer
from tests.acting import Acting
from tests.world import World

CHOSEN = {
    "stun_urls": "stun:stun.example.org:3478",
    "turn_urls": "turn:turn.example.org:3478?transport=udp, turns:turn.example.org:443?transport=tcp",
    "turn_secret": "geheim",
}


@pytest.fixture
def relayed(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = msgspec.structs.replace(settings.current(), **CHOSEN)
    monkeypatch.setattr(settings, "current", lambda: chosen)


def test_credentials_are_those_that_coturn_computes() -> None:
    name = rules.username("somebody", datetime(2026, 6, 9, 8, 0, tzinfo=UTC))
    assert name == "1781035200:somebody"
    expected = b64encode(hmac.digest(b"north", name.encode(), hashlib.sha1)).decode()
    assert rules.password(name, "north") == expected
    assert rules.password(name, "south") != expected


def test_urls_are_parted_by_commas() -> None:
    assert rules.listed("") == []
    assert rules.listed(" stun:a.example , stun:b.example:3478,") == ["stun:a.example", "stun:b.example:3478"]


def test_a_person_gets_stun_and_the_relay(relayed: None, world: World) -> None:
    found = queries.servers(world.candidate.id)
    assert [one.urls for one in found.ice_servers] == [
        ["stun:stun.example.org:3478"],
        ["turn:turn.example.org:3478?transport=udp", "turns:turn.example.org:443?transport=tcp"],
    ]
    relay = found.ice_servers[1]
    until, _, holder = relay.username.partition(":")
    left = datetime.fromtimestamp(int(until), UTC) - clock.now()
    assert timedelta(hours=11, minutes=59) < left <= timedelta(hours=12)
    assert str(world.candidate.id) not in relay.username
    assert queries.servers(world.candidate.id).ice_servers[1].username.endswith(holder)
    assert not queries.servers(world.adviser.id).ice_servers[1].username.endswith(holder)
    assert relay.credential == rules.password(relay.username, "geheim")


def test_nobody_gets_a_relay_without_signing_in_or_without_its_secret(
    relayed: None, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    stun = [IceServer(urls=["stun:stun.example.org:3478"])]
    assert queries.servers(None).ice_servers == stun
    without = msgspec.structs.replace(settings.current(), turn_secret="", turn_relay_only=True)
    monkeypatch.setattr(settings, "current", lambda: without)
    assert queries.servers(world.candidate.id).ice_servers == stun
    assert queries.servers(world.candidate.id).relay_only


def test_what_browsers_read_is_as_they_call_it() -> None:
    written = msgspec.json.encode(queries.servers(None))
    assert json.loads(written) == {"iceServers": [], "relayOnly": False}
    assert json.loads(msgspec.json.encode(IceServer(urls=["stun:a.example"]))) == {"urls": ["stun:a.example"]}


@pytest.mark.parametrize(
    ("name", "value"), [("STUN_URLS", "stun.example.org"), ("TURN_URLS", "stun:a.example"), ("TURN_URLS", "turn:a b")]
)
def test_wrong_addresses_are_refused_at_the_start(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        Settings.read({f"TREMPLIN_{name}": value})
    right = {"TREMPLIN_STUN_URLS": CHOSEN["stun_urls"], "TREMPLIN_TURN_URLS": CHOSEN["turn_urls"]}
    assert Settings.read(right).turn_urls == CHOSEN["turn_urls"]
    assert Settings.read({}).stun_urls == ""


async def test_the_check_gives_the_relay_to_who_is_signed_in(relayed: None, world: World, acting: Acting) -> None:
    mine = (await (await acting.browser(world.candidate)).get("/device-check")).text
    assert "turn:turn.example.org" in mine
    assert "Sign in" not in re.sub(r"(?s)<header.*?</header>", "", mine)


async def test_the_check_is_open_to_everybody(relayed: None, acting: Acting) -> None:
    answer = await acting.anonymous().get("/device-check")
    assert answer.status_code == 200
    assert "turn:turn.example.org" not in answer.text
    assert "/sign-in?next=/device-check" in answer.text
    for mine in ("camera=(self)", "microphone=(self)", "display-capture=(self)"):
        assert mine in answer.headers["permissions-policy"]
