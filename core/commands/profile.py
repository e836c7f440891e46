"""``/profile``: the saved answers, to see and to change."""

from core.commands.answering import keep_profile, saved_profile, with_answers
from core.commands.pages import form_page, page_asked
from core.commands.visit import Visit
from core.dialogue.form import Form
from core.dialogue.reply import (
    Action,
    Actions,
    Block,
    Fields,
    Heading,
    Paragraph,
    Refused,
    Reply,
    Row,
)
from core.dialogue.request import Asked
from core.dialogue.text import text
from core.profile.answers import typed_answer
from core.profile.applicant import Profile
from core.storage.documents import write


async def run(asked: Asked, visit: Visit) -> Reply | Form | Refused:
    """Show the saved answers; with answers, change them; with a page, ask that page."""
    saved = await saved_profile(visit)
    before = saved.profile if saved else Profile()
    answers = {name: typed for name, typed in asked.given.items() if name != "page"}
    if not answers and "page" in asked.given:
        return await form_page(
            page_asked(asked.given["page"], visit), before, visit, command="profile"
        )
    if not answers:
        return _shown(before, visit, known=saved is not None)
    after = with_answers(before, answers, visit)
    if isinstance(after, Refused):
        return after
    await keep_profile(after, saved, visit)
    return _shown(after, visit, known=True)


def _shown(profile: Profile, visit: Visit, *, known: bool) -> Reply:
    blocks: list[Block] = []
    if not known:
        blocks.append(Paragraph(text("Nothing is saved about you yet.")))
    edits: list[Action] = []
    for page in visit.library.bank.pages:
        rows = _rows(page.names, profile, visit)
        if rows:
            blocks += [Heading(text(page.title)), Fields(rows)]
        edits.append(Action(page.title, "profile", {"page": page.id}))
    if known:
        blocks.append(
            Paragraph(text("Everything else is unknown, and counts as unknown."), quiet=True)
        )
    blocks.append(
        Actions((Action("Read my profile", "assess"), Action("Privacy", "privacy")), tuple(edits))
    )
    data = {"profile": write(profile)}
    return Reply(text("Your profile"), tuple(blocks), data, Asked("profile"))


def _rows(names: tuple[str, ...], profile: Profile, visit: Visit) -> tuple[Row, ...]:
    rows: list[Row] = []
    for name in names:
        typed = typed_answer(profile, name)
        if name == "season_stage" and not typed:
            # One of the two was answered by itself.
            rows += _rows(("season", "stage"), profile, visit)
            continue
        if not typed:
            continue
        question = visit.library.bank.questions[name]
        labels = {choice.value: choice.label for choice in question.choices}
        shown = ", ".join(labels.get(part, part) for part in typed.split(","))
        rows.append(Row(question.label, text(shown)))
    return tuple(rows)
