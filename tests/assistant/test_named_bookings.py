"""Which of the visitor's bookings is meant, and what is said of a number that is not among them."""

import pytest

from assistant.app import App
from tests.assistant.test_conversation import ANN, BOB, ask, press


async def booked(centre: App, when: str = "12月2日下午两点") -> str:
    done = await press(centre, await ask(centre, f"帮我约{when}的专利质押融资咨询"), "confirm")
    assert done.booking is not None
    return str(done.booking["id"])


@pytest.mark.parametrize(
    "said", ["取消 {}", "把 {} 改到下周五上午", "查一下预约 {}", "cancel {}", "show my booking {}"]
)
async def test_a_number_of_another_visitor_is_said_not_to_be_ones_own_beside_the_own_ones(
    centre: App, said: str
) -> None:
    theirs = await booked(centre)
    done = await ask(centre, "帮我约12月2日下午三点的专利质押融资咨询", BOB, "s_2")
    own = (await press(centre, done, "confirm", BOB)).booking
    assert own is not None
    reply = await ask(centre, said.format(theirs), BOB, "s_2")
    assert reply.proposal is None
    assert theirs in reply.text.splitlines()[0]
    assert own["id"] in reply.text
    assert "14:00" not in reply.text


async def test_a_service_with_hyphens_in_its_name_is_no_number(centre: App) -> None:
    await booked(centre)
    assert (await ask(centre, "cancel my one-to-one consultation", ANN)).kind == "proposal"
