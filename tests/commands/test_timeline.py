"""``/timeline``: what is next, the whole, a picture, a calendar, and dates of one's own."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from core.commands.desk import Desk
from core.commands.shelf import Shelf
from core.commands.visit import Account, Where
from core.dialogue.buttons import buttons
from core.dialogue.form import Form
from core.dialogue.line import write_line
from core.dialogue.reply import (
    Action,
    File,
    Heading,
    Items,
    Paragraph,
    Picture,
    Reply,
    SeasonChart,
    Sources,
)
from core.dialogue.request import Asked
from core.dialogue.text import Text, plain
from tests.commands.conftest import Person

APPLIED = "/assess applicant:us_img specialty:dr season_stage:2027_applied step2_ck:219"
BUILDING = "/assess applicant:us_md_senior specialty:dr season_stage:2028_not_applied"
FRIDAY = '/timeline add what:"mock interview" when:"next friday 5pm"'


def labels(reply: Reply) -> list[str]:
    return [action.label for action in buttons(reply)]


def button(reply: Reply, label: str) -> Action:
    return next(action for action in buttons(reply) if action.label == label)


def line(reply: Reply, label: str) -> str:
    """What pressing the button asks, as a line."""
    action = button(reply, label)
    return write_line(Asked(action.command, action.arguments))


def words(reply: Reply) -> str:
    """Everything that can be read."""
    parts: list[Text] = [reply.title]
    for block in reply.blocks:
        match block:
            case Heading() | Paragraph():
                parts.append(block.text)
            case Items():
                for item in block.items:
                    parts += [item.text, item.detail or ()]
    return "\n".join(map(plain, parts))


def titles(reply: Reply, heading: str) -> list[str]:
    for place, block in enumerate(reply.blocks):
        if isinstance(block, Heading) and plain(block.text) == heading:
            items = reply.blocks[place + 1]
            assert isinstance(items, Items)
            return [plain(item.text) for item in items.items]
    return []


async def kept(person: Person, said: str = FRIDAY) -> Reply:
    return await person.reply(line(await person.reply(said), "Keep"))


async def test_nobody_without_a_profile_is_turned_away(person: Person) -> None:
    reply = await person.reply("/timeline")
    assert "Five questions" in words(reply)
    assert labels(reply) == ["Read my profile", "Add a date"]
    for show in ("all", "past", "picture", "calendar", "own"):
        assert "Timeline" in labels(await person.reply(f"/timeline {show}")) or show == "all"


async def test_what_is_next_fits_a_phone_and_leads_to_everything_else(person: Person) -> None:
    await person.reply(APPLIED)
    reply = await person.reply("/timeline")
    assert plain(reply.title) == "Your timeline · season 2027"
    assert 5 <= len(titles(reply, "What is next")) <= 7
    ways = ["Whole season", "Picture", "Calendar file", "Add a date", "My own dates"]
    assert labels(reply)[-7:] == ["Remind me", *ways[:4], "Past dates", ways[4]]
    assert reply.again == Asked("timeline")


async def test_dates_come_in_their_order_and_the_past_is_not_among_the_next(
    person: Person,
) -> None:
    await person.reply(APPLIED)
    milestones = (await person.reply("/timeline")).data["milestones"]
    instants = [one["instant"] for one in milestones]
    assert instants == sorted(instants)
    assert instants[0] >= "2026-11-22"


async def test_the_whole_season_says_what_is_estimated_what_is_past_and_where_from(
    person: Person,
) -> None:
    await person.reply(BUILDING)
    await person.reply(FRIDAY.replace("next friday 5pm", "in 3 weeks"))
    reply = await person.reply("/timeline all")
    assert "estimate" in words(reply)
    assert titles(reply, "Later")
    assert any(isinstance(block, Sources) and block.lines for block in reply.blocks)
    applied = replace(person, name="other")
    await applied.reply(APPLIED)
    past = await applied.reply("/timeline past")
    assert titles(past, "Past, and what can still be done")
    assert all(one["instant"] < "2026-11-23" for one in past.data["milestones"])


async def test_a_date_of_the_season_is_done_not_for_me_and_put_back(person: Person) -> None:
    await person.reply(APPLIED)
    first = await person.reply("/timeline")
    date_ = await person.reply(line(first, "Details"))
    assert labels(date_)[:3] == ["Done", "Not for me", "Timeline"]
    assert "comes from the season" in words(date_)
    title = plain(date_.title)
    for label, told in (("Done", "Done."), ("Not for me", "Not for you, then.")):
        changed = await person.reply(line(await person.reply(line(first, "Details")), label))
        assert told in words(changed)
        assert title in titles(await person.reply("/timeline all"), "Done, or not for you")
        assert title not in titles(await person.reply("/timeline"), "What is next")
        back = await person.reply(line(changed, "Put it back"))
        assert "Done" in labels(back)
        assert title in titles(await person.reply("/timeline"), "What is next")


async def test_a_date_is_said_in_full_before_it_is_kept(person: Person) -> None:
    echo = await person.reply(FRIDAY)
    assert "Friday 27 November 2026, 17:00 (UTC). In 5 days." in words(echo)
    assert labels(echo) == ["Keep", "Change"]
    assert "mock interview" not in words(await person.reply("/timeline own"))
    reply = await person.reply(line(echo, "Keep"))
    assert plain(reply.title) == "mock interview"
    assert "Kept." in words(reply)
    assert "mock interview" in words(await person.reply("/timeline"))


async def test_a_press_twice_keeps_once(person: Person) -> None:
    echo = await person.reply(FRIDAY)
    await person.reply(line(echo, "Keep"))
    again = await person.reply(line(echo, "Keep"))
    assert "kept already" in words(again)
    assert len((await person.reply("/timeline own")).data["milestones"]) == 1


async def test_two_proposals_are_kept_each_as_it_was_shown(person: Person) -> None:
    first = await person.reply(FRIDAY)
    later = replace(person, today=date(2026, 11, 23))
    second = await later.reply('/timeline add what:"a call" when:tomorrow')
    await later.reply(line(first, "Keep"))
    await later.reply(line(second, "Keep"))
    assert {one["title"] for one in (await later.reply("/timeline own")).data["milestones"]} == {
        "mock interview",
        "a call",
    }


async def test_a_date_is_changed_before_and_after_it_is_kept(person: Person) -> None:
    echo = await person.reply(FRIDAY)
    form = await person.form(line(echo, "Change"))
    assert [asking.current for asking in form.asked] == ["mock interview", "2026-11-27 17:00"]
    submitted = Asked(form.command, {**form.arguments, "what": "a talk", "when": "30 nov 2026"})
    reply = await person.reply(line(await person.reply(write_line(submitted)), "Keep"))
    assert plain(reply.title) == "a talk"
    form = await person.form(line(reply, "Change"))
    submitted = Asked(form.command, {**form.arguments, "when": "1 dec 2026 9am"})
    echo = await person.reply(write_line(submitted))
    assert "Change it to this?" in words(echo)
    changed = await person.reply(line(echo, "Keep"))
    assert "Changed." in words(changed)
    [own] = (await person.reply("/timeline own")).data["milestones"]
    assert (own["title"], own["at"]) == ("a talk", "2026-12-01T09:00")


async def test_an_own_date_is_finished_dropped_and_put_back(person: Person) -> None:
    reply = await kept(person)
    for label in ("Done", "Not for me"):
        reply = await person.reply(line(reply, label))
        assert "What is next" not in words(await person.reply("/timeline"))
        reply = await person.reply(line(reply, "Put it back"))
        assert "mock interview" in words(await person.reply("/timeline"))


async def test_add_alone_opens_the_form_with_what_is_known(person: Person) -> None:
    form = await person.form("/timeline add")
    assert [asking.question.name for asking in form.asked] == ["what", "when"]
    form = await person.form('/timeline what:"mock interview"')
    assert [asking.current for asking in form.asked] == ["mock interview", ""]


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("3/4/2027", "this is 4 March 2027 for some and 3 April 2027 for others"),
        ("next month", "this names no day"),
        ("yesterday", "a day, as"),
        ("1 january 2040", "a day up to"),
    ],
)
async def test_an_unclear_date_is_refused_with_what_is_taken_and_keeps_nothing(
    person: Person, when: str, told: str
) -> None:
    refused = await person.refused(f'/timeline add what:x when:"{when}"')
    assert [(one.field, one.given) for one in refused.refusals] == [("when", when)]
    assert told in refused.refusals[0].accepted


async def test_what_was_refused_comes_back_in_the_form(desk: Desk) -> None:
    person = Person(replace(desk, keeps_refused=True))
    refused = await person.refused('/timeline add what:"mock interview" when:"3/4/2027"')
    assert refused.fix is not None
    form = await person.form(write_line(Asked(refused.fix.command, refused.fix.arguments)))
    assert [asking.current for asking in form.asked] == ["mock interview", "3/4/2027"]
    submitted = Asked(form.command, {**form.arguments, "what": "talk", "when": "3 April 2027"})
    assert labels(await person.reply(write_line(submitted))) == ["Keep", "Change"]


async def test_a_refused_change_of_a_kept_date_is_mended_and_changes_that_date(
    desk: Desk,
) -> None:
    person = Person(replace(desk, keeps_refused=True))
    form = await person.form(line(await kept(person), "Change"))
    refused = await person.refused(
        write_line(Asked(form.command, {**form.arguments, "what": "talk", "when": "3/4/2027"}))
    )
    assert refused.fix is not None
    form = await person.form(write_line(Asked(refused.fix.command, refused.fix.arguments)))
    mended = Asked(form.command, {**form.arguments, "what": "talk", "when": "3 April 2027"})
    await person.reply(line(await person.reply(write_line(mended)), "Keep"))
    [own] = (await person.reply("/timeline own")).data["milestones"]
    assert (own["title"], own["at"]) == ("talk", "2027-04-03")


async def test_there_is_a_most_of_open_dates_and_finished_ones_make_room(person: Person) -> None:
    most = person.desk.library.facts.limits.own_dates
    for number in range(most):
        reply = await kept(person, f"/timeline add what:n{number} when:tomorrow")
    refused = await person.refused(FRIDAY)
    assert f"{most} open dates" in refused.refusals[0].accepted
    await person.reply(line(reply, "Done"))
    await person.reply(FRIDAY)


async def test_what_was_proposed_or_finished_waits_for_room_like_any_other(
    person: Person,
) -> None:
    most = person.desk.library.facts.limits.own_dates
    yesterday = replace(person, today=person.today - timedelta(days=1))
    held = await yesterday.reply(FRIDAY)
    finished = await yesterday.reply(line(await kept(person), "Done"))
    for number in range(most):
        last = await kept(person, f"/timeline add what:n{number} when:tomorrow")
    for reply, label in ((held, "Keep"), (finished, "Put it back")):
        refused = await person.refused(line(reply, label))
        assert f"{most} open dates" in refused.refusals[0].accepted
    await person.reply(line(last, "Done"))
    await person.reply(line(held, "Keep"))


async def test_no_more_is_held_of_proposals_than_could_be_kept(person: Person) -> None:
    most = person.desk.library.facts.limits.own_dates
    account = Account("console", "local", person.name)
    asked = Asked("timeline", {"show": "add", "what": "call", "when": "tomorrow"})
    proposals = []
    for minutes in range(most + 1):
        now = datetime.combine(person.today, time(8), UTC) + timedelta(minutes=minutes)
        reply = await person.desk.answer(asked, account, now=now, today=person.today)
        assert isinstance(reply, Reply)
        proposals.append(reply)
    assert "not in your timeline" in words(await person.reply(line(proposals[0], "Keep")))
    assert "Kept" in words(await person.reply(line(proposals[1], "Keep")))


async def test_what_is_done_by_an_answer_is_put_back_by_no_button(person: Person) -> None:
    await person.reply(f"{APPLIED} nrmp_registered:yes")
    details = await person.reply("/milestone key:nrmp_standard@2027")
    assert "Done." in words(details)
    assert labels(details) == ["Timeline"]
    await person.reply("/milestone key:rank_list@2027 do:done")
    details = await person.reply("/milestone key:rank_list@2027")
    assert labels(details) == ["Put it back", "Timeline"]


async def test_dates_of_one_person_are_nobody_else_s(person: Person) -> None:
    echo = await person.reply(FRIDAY)
    other = replace(person, name="other")
    assert "not in your timeline" in words(await other.reply(line(echo, "Keep")))
    reply = await person.reply(line(echo, "Keep"))
    for label in ("Done", "Not for me", "Change"):
        assert "not in your timeline" in words(await other.reply(line(reply, label)))


async def test_times_are_meant_and_shown_in_the_person_s_own_zone(desk: Desk) -> None:
    person = Person(desk, where=Where(zone="America/Chicago"))
    echo = await person.reply(FRIDAY)
    assert "Friday 27 November 2026, 17:00 (America/Chicago)" in words(echo)
    told = await person.reply('/timeline add what:call when:"27 nov 2026 5pm EST"')
    assert "17:00 US Eastern time; for you Friday 27 November 2026, 16:00" in words(told)


async def test_words_of_distress_in_a_date_are_heard_first(person: Person) -> None:
    reply = await person.reply('/timeline add what:"I want to kill myself" when:tomorrow')
    assert reply.data["offer"] == "crisis"
    assert not (await person.reply("/timeline own")).data["milestones"]


async def test_a_season_that_is_over_leads_to_the_next_one_and_lists_no_work_of_its_own(
    person: Person,
) -> None:
    await person.reply("/assess applicant:us_md_senior specialty:dr season_stage:2027_interviewing")
    await kept(person, '/timeline add what:"a talk" when:"1 december 2026"')
    later = replace(person, today=date(2027, 6, 20))
    for show in ("next", "all", "past"):
        reply = await later.reply(f"/timeline {show}")
        assert "Season 2027 is over. If you plan for another one, name it" in words(reply)
        assert "register today" not in words(reply)
        assert "Nothing is left" not in words(reply)
        assert titles(reply, "Past, and what can still be done") in ([], ["The next season opens"])
        form = await later.form(line(reply, "Name a season"))
        assert "season_stage" in [asking.question.name for asking in form.asked]
    assert titles(await later.reply("/timeline past"), "Past") == ["a talk"]


async def test_what_is_past_and_cannot_be_made_up_for_stands_apart(person: Person) -> None:
    await person.reply("/assess applicant:us_md_senior specialty:dr season_stage:2027_interviewing")
    after = replace(person, today=date(2027, 3, 10))
    reply = await after.reply("/timeline past")
    assert "higher fee" not in words(reply)
    assert "rank lists close" not in words(reply)
    assert "registration at the standard fee" in "".join(titles(reply, "Past"))
    shown = await after.reply("/milestone key:nrmp_standard@2027")
    assert "Register in NRMP" not in words(shown)


async def test_a_date_whose_time_has_begun_is_said_to_be_now(person: Person) -> None:
    await person.reply(BUILDING)
    shown = {
        today: words(await replace(person, today=today).reply("/milestone key:mentor@2028"))
        for today in (date(2026, 10, 1), date(2026, 11, 24))
    }
    before, now = shown.values()
    assert "The time for it begins on 4 November 2026." in before
    assert "The time for it is now." in now
    assert "4 November" not in now


async def test_a_day_that_is_our_own_guess_has_no_end_by_the_minute(person: Person) -> None:
    await person.reply(BUILDING)
    abroad = replace(person, where=Where(zone="Asia/Karachi"))
    assert "ends for you" not in words(await abroad.reply("/milestone key:mentor@2028"))
    hard = await abroad.reply("/milestone key:certify@2028")
    assert "for you" in words(hard)


async def test_a_leader_is_led_to_the_command_that_proposes(person: Person) -> None:
    await person.reply(BUILDING)
    reply = await person.reply("/milestone key:mentor@2028")
    quiet = [plain(b.text) for b in reply.blocks if isinstance(b, Paragraph) and b.quiet]
    assert quiet[0].endswith("with /propose.")
    assert "propose" in person.desk.entries


async def test_what_people_call_their_dates_is_left_as_they_typed_it(person: Person) -> None:
    echo = await person.reply('/timeline add what:"ECFMG call, NRMP talk" when:tomorrow')
    kept_ = await person.reply(line(echo, "Keep"))
    for reply in (
        echo,
        kept_,
        await person.reply("/timeline own"),
        await person.reply("/timeline"),
    ):
        assert "ECFMG call, NRMP talk" in words(reply)


async def test_nothing_empty_is_shown_or_led_to(person: Person) -> None:
    for show in ("all", "past"):
        reply = await person.reply(f"/timeline {show}")
        assert not any(isinstance(block, Sources) for block in reply.blocks)
    assert labels(await person.reply("/timeline all")) == ["Read my profile", "Add a date"]
    await person.reply(APPLIED)
    assert "Whole season" not in labels(await person.reply("/timeline all"))


async def test_the_picture_shows_what_is_ahead_and_says_the_same_in_words(person: Person) -> None:
    await person.reply(APPLIED)
    await kept(person)
    [picture] = [
        b for b in (await person.reply("/timeline picture")).blocks if isinstance(b, Picture)
    ]
    chart = picture.chart
    assert isinstance(chart, SeasonChart)
    assert chart.today == person.today
    shown = [(bar.label, bar.estimated) for bar in chart.bars]
    shown += [(mark.label, mark.estimated) for mark in chart.deadlines]
    assert all(label in picture.alternative for label, _ in shown)
    assert "mock interview" in picture.alternative
    guesses = sum(estimated for _, estimated in shown)
    assert picture.alternative.count("(estimate)") == guesses


async def test_the_calendar_is_a_file_and_has_no_address_where_nobody_can_reach_one(
    person: Person,
) -> None:
    await person.reply(APPLIED)
    reply = await person.reply("/timeline calendar")
    [file] = [block for block in reply.blocks if isinstance(block, File)]
    assert file.media_type == "text/calendar"
    assert "219" not in file.content
    assert labels(reply) == ["Timeline"]
    await person.refused("/calendar new")


async def test_an_address_is_shown_once_and_can_be_changed_and_taken_away(desk: Desk) -> None:
    library = replace(desk.library, calendar_address="https://bot.example/calendars/")
    person = Person(replace(desk, shelf=Shelf(library)))
    await person.reply(APPLIED)
    offered = await person.reply("/timeline calendar")
    assert labels(offered) == ["Private address", "Timeline"]
    given = await person.reply(line(offered, "Private address"))
    assert "https://bot.example/calendars/" in words(given)
    assert "calendars/" not in str(given.data)
    assert given.again == Asked("timeline", {"show": "calendar"})
    later = await person.reply("/timeline calendar")
    assert "calendars/" not in words(later)
    assert labels(later) == ["New address", "Revoke", "Timeline"]
    await person.reply(line(later, "Revoke"))
    assert "Private address" in labels(await person.reply("/timeline calendar"))


async def test_a_reading_leads_to_the_timeline(person: Person) -> None:
    reading = await person.reply(APPLIED)
    timeline = await person.reply(line(reading, "My timeline"))
    assert timeline.title == (await person.reply("/timeline")).title


async def test_looking_saves_nothing(person: Person) -> None:
    for show in ("next", "all", "past", "picture", "calendar", "own", "add"):
        outcome = await person.says(f"/timeline {show}")
        assert isinstance(outcome, Reply | Form)
    assert not (await person.reply("/privacy")).data["stored"]


async def test_another_day_than_the_clock_s_is_the_one_that_dates_count_from(desk: Desk) -> None:
    asked = Asked("timeline", {"show": "add", "what": "call", "when": "in 3 weeks"})
    echo = await desk.answer(
        asked,
        Account("console", "local", "me"),
        now=datetime(2026, 11, 22, 12, tzinfo=UTC),
        today=date(2027, 3, 1),
    )
    assert isinstance(echo, Reply)
    assert "Monday 22 March 2027 (UTC). In 21 days." in words(echo)


async def test_days_count_from_the_day_that_is_read_for_however_near_the_clock_is(
    person: Person,
) -> None:
    await person.reply(APPLIED)
    account = Account("console", "local", person.name)
    asked = Asked("milestone", {"key": "checkin_december@2027"})
    said = set()
    for ahead in range(3):
        now = datetime.combine(person.today, time(12), UTC) + timedelta(days=ahead)
        reply = await person.desk.answer(asked, account, now=now, today=person.today)
        assert isinstance(reply, Reply)
        said.add(words(reply))
    assert len(said) == 1
