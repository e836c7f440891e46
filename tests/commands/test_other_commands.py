"""What-if, topics, help, about, and words that are no command."""

import re

import pytest

from bot.console.plain import plain_text
from core.dialogue.buttons import buttons
from core.dialogue.reply import Actions, Items, Reply, Table
from core.dialogue.text import plain
from core.facts.catalogue import Facts
from tests.commands.conftest import Person

LINE = "/assess specialty:dr applicant:us_img step2_ck:219 step2_date:2026-06-01"


def words_of(reply: Reply) -> str:
    return repr(reply)


async def test_what_if_shows_both_and_saves_nothing(person: Person) -> None:
    await person.reply(LINE)
    reply = await person.reply("/whatif step2_ck:235")
    assert reply.data["today"]["standing"]["dr"]["band"] == "moderately_low"
    assert reply.data["changed"]["standing"]["dr"]["band"] == "below_matched"
    table = next(block for block in reply.blocks if isinstance(block, Table))
    assert ["219", "235"] in [[plain(cell) for cell in row[1:]] for row in table.rows]
    assert (await person.reply("/profile")).data["profile"]["step2_ck"] == 219


async def test_what_if_refuses_the_impossible_like_assess(person: Person) -> None:
    await person.reply(LINE)
    refused = await person.refused("/whatif step2_ck:400")
    assert [refusal.field for refusal in refused.refusals] == ["step2_ck"]


async def test_what_if_may_suppose_a_score_for_a_test_still_to_come(person: Person) -> None:
    await person.reply(
        "/assess specialty:dr applicant:us_md_senior step2_ck:scheduled step2_date:2027-05-20"
    )
    reply = await person.reply("/whatif step2_ck:240")
    assert reply.data["changed"]["standing"]["dr"]["band"] == "below_matched"


@pytest.mark.parametrize("line", ["/whatif step2_ck:235", "/topic letters", "/topic reading"])
async def test_without_a_profile_the_answer_leads_to_the_first_page(
    person: Person, line: str
) -> None:
    reply = await person.reply(line)
    assert plain(reply.title) == "I do not know you yet"
    assert [one.command for one in buttons(reply)] == ["assess"]


async def test_people_who_listen_are_there_for_somebody_without_a_profile(person: Person) -> None:
    reply = await person.reply("/topic wellbeing")
    assert "988" in repr(reply.blocks)


async def test_an_answer_that_is_needed_and_was_never_given_is_not_called_saved(
    person: Person,
) -> None:
    refused = await person.refused("/assess step2_ck:226")
    assert [one.field for one in refused.refusals] == ["applicant", "specialty"]
    assert all("saved" not in one.accepted for one in refused.refusals)


async def test_help_lists_every_field_with_kind_values_and_limit(person: Person) -> None:
    fields = {field["name"]: field for field in (await person.reply("/help assess")).data["fields"]}
    assert fields["step2_ck"]["kind"] == "whole"
    assert (fields["step2_ck"]["minimum"], fields["step2_ck"]["maximum"]) == (1, 300)
    assert "us_img" in fields["applicant"]["values"]
    assert fields["note"]["limit"] == 500
    assert all(field["accepted"] for field in fields.values())


async def test_help_names_every_listed_command(person: Person) -> None:
    reply = await person.reply("/help")
    named = {command["name"] for command in reply.data["commands"]}
    everybody = {"assess", "topic", "whatif", "profile", "privacy", "help", "about", "season"}
    assert named == {*everybody, "timeline", "remind", "setup", "propose"}


async def test_about_names_the_guides(person: Person, facts: Facts) -> None:
    said = words_of(await person.reply("/about"))
    assert all(guide.title in said for guide in facts.guides.values())


@pytest.mark.parametrize("line", ["/topic evidence", "/topic missing", "/topic gates", "/assess"])
async def test_no_identifier_is_shown_to_people(person: Person, line: str) -> None:
    reply = await person.reply(
        "/assess applicant:us_img specialty:dr,ir step2_ck:214 step2_date:2024-06-01"
    )
    if line != "/assess":
        reply = await person.reply(line)
    shown = Reply(reply.title, tuple(b for b in reply.blocks if not isinstance(b, Actions)))
    assert not re.search(r"[a-z]+_[a-z]+", plain_text(shown))


async def test_every_remark_on_the_standing_is_shown_somewhere(person: Person) -> None:
    lines = (
        "applicant:us_img specialty:dr,ir step2_ck:214 step2_date:2024-06-01",
        "applicant:us_img specialty:ir step2_ck:235 step2_result:fail step2_date:2024-06-01",
        "applicant:us_md_senior specialty:dr,ir step2_ck:232 step2_date:2026-08-10",
    )
    for line in lines:
        await person.reply("/privacy delete confirm:yes")
        data = (await person.reply(f"/assess {line}")).data
        shown = " ".join(plain_text(await person.reply("/topic evidence")).split())
        for standing in data["standing"].values():
            for note in (*standing["notes"], *standing["disputed"]):
                assert " ".join(note["text"].split())[:60] in shown


async def test_a_printed_result_against_the_mark_is_said_at_once(person: Person) -> None:
    reply = await person.reply(
        "/assess applicant:us_img specialty:dr step2_ck:235 step2_result:fail step2_date:2024-06-01"
    )
    assert "The printed result counts here" in plain_text(reply, 1000)


async def test_an_unknown_field_is_refused(person: Person) -> None:
    refused = await person.refused("/assess step9:214")
    assert [refusal.field for refusal in refused.refusals] == ["step9"]


async def test_words_of_crisis_bring_people_first(person: Person) -> None:
    reply = await person.reply("I want to die")
    assert isinstance(reply.blocks[1], Items)
    assert "988" in words_of(reply)
    actions = next(block for block in reply.blocks if isinstance(block, Actions))
    assert [action.label for action in actions.actions] == ["Go on when you want to"]


async def test_the_line_of_the_persons_country_comes_first(person: Person) -> None:
    await person.reply(f"{LINE} country:Canada")
    items = (await person.reply("I want to die")).blocks[1]
    assert isinstance(items, Items)
    assert "988" in plain(items.items[0].text)


async def test_a_softer_word_is_acknowledged_and_goes_on(person: Person) -> None:
    reply = await person.reply("I feel worthless")
    assert reply.data == {"offer": "low"}


async def test_an_idiom_is_not_distress(person: Person) -> None:
    reply = await person.reply("this exam is killing me")
    assert reply.data == {"offer": "nothing"}


async def test_a_note_of_distress_beside_answers_saves_the_answers(person: Person) -> None:
    reply = await person.reply(f'{LINE} note:"I want to die"')
    assert reply.data == {"offer": "crisis"}
    assert (await person.reply("/profile")).data["profile"]["step2_ck"] == 219


@pytest.mark.parametrize("line", ["hello there", '/assess note:"hello"'])
async def test_free_text_is_never_stored(person: Person, line: str) -> None:
    await person.says(line)
    stored = (await person.reply("/privacy export")).data["stored"]
    assert "hello" not in repr(stored)
