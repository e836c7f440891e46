"""Every abbreviation of a reading is explained where it is first read."""

from core.dialogue.spelling import spelled_out
from core.facts.catalogue import Facts
from tests.commands.conftest import Person


async def test_no_reading_leaves_an_abbreviation_unexplained(person: Person, facts: Facts) -> None:
    reply = await person.reply("/assess applicant:non_us_img specialty:dr,ir step2_ck:231")
    words = repr(reply.blocks)
    assert words.index("international medical graduate") < words.index("(IMG")
    assert spelled_out(reply, facts.abbreviations) == reply
