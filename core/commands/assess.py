"""``/assess``: the saved profile with what is typed now, read honestly."""

from core.assessment.assess import assess
from core.commands.answering import keep_profile, saved_profile, with_answers
from core.commands.heard import answer_words
from core.commands.pages import form_page, page_asked
from core.commands.reading import reading_reply
from core.commands.visit import Visit
from core.dialogue.form import Form
from core.dialogue.reply import Refused, Reply
from core.dialogue.request import Asked
from core.profile.applicant import Profile

_FIRST_PAGE = "start"


async def run(asked: Asked, visit: Visit) -> Reply | Form | Refused:
    """Answer with a reading; without any answer, with the first page of questions.

    ``page`` names the page to open, and with answers beside it changes nothing. Words in
    ``note`` are read for distress and kept nowhere; where they bring an offer of help, the
    offer is the whole answer, and the reading is one press away.
    """
    answers = {name: typed for name, typed in asked.given.items() if name not in {"page", "note"}}
    saved = await saved_profile(visit)
    profile = saved.profile if saved else Profile()
    if not answers and not asked.given.get("note"):
        page = page_asked(asked.given.get("page", _FIRST_PAGE), visit)
        return await form_page(page, profile, visit, command="assess")
    after = with_answers(profile, answers, visit)
    if isinstance(after, Refused):
        return after
    await keep_profile(after, saved, visit)
    if offer := answer_words(asked.given.get("note", ""), after, visit):
        return offer
    return reading_reply(after, assess(after, visit.library.prepared, visit.today), visit)
