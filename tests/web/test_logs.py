"""The log says what happened, and of nobody."""

import structlog

from tests.acting import Acting
from tests.world import World


async def test_a_line_for_each_request_and_no_personal_data(acting: Acting, world: World) -> None:
    browser = await acting.browser(world.adviser)
    with structlog.testing.capture_logs() as lines:
        answer = await browser.get(f"/candidates/{world.candidate_id}", params={"q": "Carla"})
        await acting.anonymous().send_form("/sign-in", email="carla@example.org")
    assert lines[0]["id"] == answer.headers["x-request-id"]
    assert (lines[0]["route"], lines[0]["status"]) == ("/candidates/{candidate_id}", 200)
    written = str(lines).lower()
    assert not any(word in written for word in ("carla", "example.org", str(world.candidate_id), "tremplin.test"))
