"""The bot on a Discord that keeps to the protocol: commands, forms, presses, private answers."""

from tests.platforms.discord_bot import Running

ANSWERS = {
    "applicant": "us_img",
    "specialty": "dr",
    "step2_ck": "219",
    "step2_date": "2026-06-01",
}


async def test_assess_opens_a_form_whose_answers_are_read_in_private(running: Running) -> None:
    server = running.server
    ada = server.user("Ada")
    guild = server.guild("Radiology")
    guild.member(ada)
    channel = next(iter(guild.channels.values()))
    opened = await server.command(ada, "assess", channel=channel)
    modal = await opened.modal()
    assert modal.title.startswith("You and your season")
    sent = await server.submit(ada, modal, ANSWERS)
    message = await sent.message()
    assert message.ephemeral
    assert "Your 219 is a pass" in message.text
    assert "Evidence" in message.pressable
    pressed = await server.press(ada, message, message.pressable["Evidence"])
    evidence = await pressed.message()
    assert evidence.ephemeral
    assert "Step 2 CK" in evidence.text
