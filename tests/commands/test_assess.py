"""``/assess`` saves what is typed, refuses what cannot be, and answers with a reading."""

from collections.abc import Callable
from datetime import date

import pytest

from core.dialogue.reply import Actions, Heading, Items, Paragraph, Picture, Reply
from core.dialogue.text import plain
from tests.commands.conftest import Person

LINE = "/assess specialty:dr,ir applicant:us_img step2_ck:219 step2_date:2026-06-01"


async def test_a_saved_answer_is_there_next_time(person: Person) -> None:
    await person.reply(LINE)
    reply = await person.reply("/assess home_dr:no")
    profile = (await person.reply("/profile")).data["profile"]
    assert profile["step2_ck"] == 219
    assert profile["home_dr"] is False
    assert reply.data["standing"]["dr"]["band"] == "moderately_low"


async def test_refused_input_changes_nothing(person: Person) -> None:
    await person.reply(LINE)
    before = (await person.reply("/profile")).data
    refused = await person.refused("/assess step2_ck:400 home_dr:yes")
    assert [refusal.field for refusal in refused.refusals] == ["step2_ck"]
    assert (await person.reply("/profile")).data == before


async def test_nothing_typed_is_lost_by_a_refusal(person: Person) -> None:
    refused = await person.refused("/assess step2_ck:400 home_dr:yes")
    assert dict(refused.given) == {"step2_ck": "400", "home_dr": "yes"}


async def test_without_the_two_required_answers_both_are_asked_for(person: Person) -> None:
    refused = await person.refused("/assess step2_ck:219")
    assert {refusal.field for refusal in refused.refusals} == {"applicant", "specialty"}


async def test_without_options_the_first_page_opens_with_what_is_saved(person: Person) -> None:
    await person.reply(LINE)
    form = await person.form("/assess")
    current = {asking.question.name: asking.current for asking in form.asked}
    assert current["step2_ck"] == "219"
    assert current["specialty"] == "dr,ir"
    assert len(form.asked) == 5


async def test_the_form_offers_no_season_that_is_over(person: Person) -> None:
    form = await person.form("/assess")
    question = next(one.question for one in form.asked if one.question.name == "season_stage")
    offered = [choice.value for choice in question.choices]
    assert not any(value.startswith(("2025", "2026")) for value in offered)
    assert "2027_interviewing" in offered
    assert [value for value in offered if value.startswith("2028")] == ["2028_not_applied"]


async def test_two_people_have_two_profiles(somebody: Callable[..., Person]) -> None:
    ann, ben = somebody("ann"), somebody("ben")
    await ann.reply(LINE)
    await ben.reply("/assess specialty:dr applicant:us_md_senior step2_ck:251")
    assert (await ann.reply("/profile")).data["profile"]["step2_ck"] == 219
    assert (await ben.reply("/profile")).data["profile"]["step2_ck"] == 251


async def test_the_first_answer_is_short_and_in_order(person: Person) -> None:
    reply = await person.reply(LINE)
    headings = [plain(block.text) for block in reply.blocks if isinstance(block, Heading)]
    assert isinstance(reply.blocks[0], Paragraph)
    assert headings[-2:] == ["Where you stand", "What matters most now"]
    actions = next(b for b in reply.blocks if isinstance(b, Items) and b.numbered)
    assert len(actions.items) == 5
    assert not any(isinstance(block, Picture) for block in reply.blocks)


async def test_at_most_three_gates_lead_and_notes_to_know_are_not_among_them(
    person: Person,
) -> None:
    reply = await person.reply(
        "/assess applicant:non_us_img specialty:dr step2_ck:219 step2_date:2026-06-01"
        " failed_attempts:3 ecfmg:in_progress visa_needed:yes step1_result:fail"
        " positions:advanced prior_training:none step3_status:scheduled step3_date:2027-01-10"
        " graduation_date:2027-06-01"
    )
    settle = reply.blocks[2]
    assert isinstance(settle, Items)
    levels = [gate["level"] for gate in reply.data["gates"]]
    assert levels.count("stop") + levels.count("settle") > 3
    assert "know" in levels
    assert len(settle.items) == 3
    assert plain(settle.items[1].text) == reply.data["gates"][1]["text"]


async def test_the_answer_opens_further_topics(person: Person) -> None:
    reply = await person.reply(LINE)
    actions = next(block for block in reply.blocks if isinstance(block, Actions))
    opened = {
        action.arguments["name"]
        for action in (*actions.actions, *actions.more)
        if action.command == "topic"
    }
    assert {"plan", "evidence", "sources", "letters", "research", "story", "ask"} <= opened
    for name in sorted(opened):
        await person.reply(f"/topic {name}")


async def test_the_count_of_everybody_does_not_stand_in_for_a_score_that_has_none(
    person: Person,
) -> None:
    everybody = "629 matched"
    low = await person.reply(
        "/assess specialty:dr applicant:us_md_senior step2_ck:209 step2_date:2018-06-01"
        " step2_result:pass"
    )
    assert everybody not in repr(low.blocks)
    assert "we hold no figure" in repr(low.blocks)
    failed = await person.reply("/assess step2_ck:205 step2_date:2026-06-01 step2_result:fail")
    assert everybody not in repr(failed.blocks)
    none_yet = await person.reply("/assess step2_ck:not_taken step2_date:unknown")
    assert everybody in repr(none_yet.blocks)


async def test_each_of_the_five_opens_in_its_topic(person: Person) -> None:
    reply = await person.reply(LINE)
    for action in reply.data["actions"]["five"]:
        topic = await person.reply(f"/topic {action['topic']}")
        assert action["id"] in {one["id"] for one in topic.data["actions"]}
        assert action["reason"][-30:] in repr(topic.blocks)


async def test_no_day_that_has_passed_is_given_as_a_date(
    somebody: Callable[..., Person],
) -> None:
    late = somebody("late", date(2027, 1, 20))
    reply = await late.reply(
        "/assess applicant:us_img specialty:dr season_stage:2027_interviewing step2_ck:238"
    )
    passed = [
        action
        for action in reply.data["actions"]["five"]
        if action["date"] and action["date"] < "2027-01-20"
    ]
    assert passed, "the case holds no day that has passed"
    shown = repr(reply.blocks)
    assert "December 2026" not in shown
    assert "as soon as you can" in shown


async def test_time_alone_does_not_block_a_later_answer(somebody: Callable[..., Person]) -> None:
    await somebody("ann", date(2026, 11, 22)).reply(
        "/assess applicant:us_md_senior specialty:dr graduation_date:2027-05-20"
        " step2_ck:not_taken step2_date:2027-05-01"
    )
    later = somebody("ann", date(2027, 6, 1))
    await later.reply("/assess mentor:yes")
    refused = await later.refused("/assess step2_ck:not_taken step2_date:2027-05-01")
    assert [refusal.field for refusal in refused.refusals] == ["step2_date"]


async def test_nobody_in_danger_is_met_with_a_refusal(person: Person) -> None:
    for line in (
        '/assess applicant:us_img specialty:dr step2_ck:999 note:"I want to die"',
        "/topic I want to die",
    ):
        outcome = await person.says(line)
        assert isinstance(outcome, Reply), line
        assert outcome.data == {"offer": "crisis"}
    assert (await person.reply("/privacy")).data["stored"] == {}


async def test_the_picture_belongs_to_the_evidence(person: Person) -> None:
    await person.reply("/assess specialty:dr applicant:us_md_senior step2_ck:239")
    reply = await person.reply("/topic evidence")
    picture = next(block for block in reply.blocks if isinstance(block, Picture))
    assert "239" in picture.alternative


async def test_another_page_changes_what_it_asks_alone(person: Person) -> None:
    await person.reply(LINE)
    form = await person.form("/assess page:letters")
    given = " ".join(f"{asking.question.name}:1" for asking in form.asked[:4])
    await person.reply(f"/assess {given}")
    profile = (await person.reply("/profile")).data["profile"]
    assert profile["letters_radiology"] == 1
    assert profile["step2_ck"] == 219


async def test_the_same_database_day_and_line_give_the_same_reply(person: Person) -> None:
    first = await person.reply(LINE)
    assert await person.reply(LINE) == first


@pytest.mark.parametrize("command", ["assess", "profile"])
async def test_a_page_opens_by_its_title_and_an_unknown_one_is_refused(
    person: Person, command: str
) -> None:
    form = await person.form(f'/{command} page:"Radiology letters"')
    assert {asking.question.name for asking in form.asked} >= {"letters_radiology"}
    refused = await person.refused(f"/{command} page:unknown")
    assert refused.refusals[0].field == "page"
