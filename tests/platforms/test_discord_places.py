"""Where people meet the bot: servers, its direct messages, other private channels; and typing."""

from tests.platforms.discord_bot import Running

ANSWERS = {"applicant": "us_img", "specialty": "dr", "step2_ck": "219"}


async def test_in_a_server_answers_are_ephemeral_and_in_the_direct_message_plain(
    running: Running,
) -> None:
    server = running.server
    ada = server.user("Ada", installed=True)
    guild = server.guild("Radiology")
    guild.member(ada)
    channel = next(iter(guild.channels.values()))
    there = await server.command(ada, "assess", ANSWERS, channel=channel)
    assert (await there.message()).ephemeral
    here = await server.command(ada, "assess", ANSWERS)
    assert not (await here.message()).ephemeral


async def test_between_two_people_the_answer_is_for_the_one_who_asked(running: Running) -> None:
    server = running.server
    ada, ben = server.user("Ada", installed=True), server.user("Ben")
    channel = server.private(ada, ben)
    asked = await server.command(ada, "assess", ANSWERS, channel=channel)
    assert (await asked.message()).ephemeral


async def test_words_in_the_direct_message_are_answered_there(running: Running) -> None:
    server = running.server
    ada = server.user("Ada", installed=True)
    direct = server.dm(ada)
    await server.say(ada, direct, "hello, what are you?")
    await server.saw("POST", f"/channels/{direct.id}/messages")
    await running.heard_all()
    *_, answer = direct.messages.values()
    assert "I answer commands" in answer.text


async def test_a_typed_line_is_read_as_in_a_terminal_and_its_form_is_one_press_away(
    running: Running,
) -> None:
    server = running.server
    ada = server.user("Ada", installed=True)
    direct = server.dm(ada)
    await server.say(ada, direct, "/assess applicant:us_img specialty:dr step2_ck:219")
    await running.heard_all()
    *_, answer = direct.messages.values()
    assert "Your 219 is a pass" in answer.text
    await server.say(ada, direct, "/assess")
    await running.heard_all()
    *_, answer = direct.messages.values()
    pressed = await server.press(ada, answer, answer.pressable["Open the form"])
    assert (await pressed.modal()).fields["step2_ck"]["value"] == "219"


async def test_words_of_distress_bring_people_first_even_where_a_line_cannot_be_read(
    running: Running,
) -> None:
    server = running.server
    ada = server.user("Ada", installed=True)
    direct = server.dm(ada)
    for words in ("I want to die", '/asess "I want to die'):
        await server.say(ada, direct, words)
        await running.heard_all()
        *_, answer = direct.messages.values()
        assert "People who listen" in answer.text, words


async def test_what_others_and_bots_write_is_passed_over(running: Running) -> None:
    server = running.server
    ada = server.user("Ada", installed=True)
    guild = server.guild("Radiology")
    guild.member(ada)
    channel = next(iter(guild.channels.values()))
    await server.say(ada, channel, "hello")
    await server.say(server.bot, server.dm(ada), "hello")
    await server.say(ada, server.dm(ada), "\u200b")
    await running.heard_all()
    assert not server.matching("POST /channels/*")


async def test_options_are_completed_while_they_are_typed(running: Running) -> None:
    server = running.server
    ada = server.user("Ada", installed=True)
    typing = await server.autocomplete(ada, "topic", {"name": "lett"}, "name")
    offered = (await typing.answered()).choices
    assert {"name": "Letters", "value": "letters"} in offered
    typing = await server.autocomplete(ada, "assess", {"step2_ck": "21"}, "step2_ck")
    assert (await typing.answered()).choices
    nothing = await server.autocomplete(ada, "gone", {"x": "y"}, "x", forged=True)
    assert (await nothing.answered()).choices == []


async def test_values_outside_their_range_are_refused_and_can_be_put_right(
    running: Running,
) -> None:
    server = running.server
    ada = server.user("Ada", installed=True)
    options = {**ANSWERS, "failed_attempts": -4, "specialty": "surgery", "nothing": "x"}
    asked = await server.command(ada, "assess", options, forged=True)
    message = await asked.message()
    for name in ("failed\\_attempts", "specialty", "nothing"):
        assert name in message.text
    fixing = await server.press(ada, message, message.pressable["Fix this"])
    assert await fixing.modal()
