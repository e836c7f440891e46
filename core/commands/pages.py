"""The pages of the profile's form: which are worth asking next, and a page as a form."""

from core.assessment.assess import Assessment
from core.assessment.case import case_of
from core.commands.places import settings_here
from core.commands.visit import Visit
from core.dialogue.form import Asking, Form
from core.dialogue.question import Choice, Kind, Question
from core.dialogue.request import Asked
from core.dialogue.text import text
from core.profile.answers import typed_answer
from core.profile.applicant import Profile
from core.profile.questions.bank import Page, QuestionBank
from core.profile.questions.opening import season_stage
from core.terms import Phase

_SEASON = "season_stage"


def page_question(bank: QuestionBank) -> Question:
    """The option that opens a page, by its name or its title."""
    return Question(
        "page",
        "Open a page of questions",
        "To answer several questions at once.",
        Kind.CHOICE,
        tuple(Choice(page.id, page.title) for page in bank.pages),
        required=True,
    )


def page_asked(typed: str, visit: Visit) -> str:
    """The id of the page that was asked for; what cannot be read was refused before."""
    return str(page_question(visit.library.bank).read(typed))


async def form_page(page_id: str, profile: Profile, visit: Visit, *, command: str) -> Form:
    """A page as a form, filled in with what is saved, and where it is plain, with the season."""
    bank = visit.library.bank
    page = bank.page(page_id)
    if page is None:
        raise LookupError(f"no page {page_id}")
    season = await _season_here(profile, visit) if _SEASON in page.names else ""
    asked = tuple(
        Asking(
            _today(bank.questions[name], visit),
            typed_answer(profile, name) or (season if name == _SEASON else ""),
        )
        for name in page.names
    )
    phase = case_of(profile, visit.library.facts, visit.today).phase
    concerning = [one for one in bank.pages if one is page or one.concerns(profile, phase)]
    position = concerning.index(page) + 1
    following = [Asked(command, {"page": one.id}) for one in concerning[position:]]
    return Form(
        text(page.title),
        position,
        len(concerning),
        asked,
        command,
        following=following[0] if following else None,
    )


def _today(question: Question, visit: Visit) -> Question:
    """Seasons that are over are not offered, though they can still be typed."""
    if question.name != _SEASON:
        return question
    return season_stage(visit.library.facts.calendar, visit.today)


async def _season_here(profile: Profile, visit: Visit) -> str:
    """The answer that the server's season comes to, for somebody who has said nothing of theirs.

    Empty where it could be several: how far a person is in it, nobody else can say.
    """
    if profile.season is not None or profile.stage is not None:
        return ""
    season = (await settings_here(visit.where, visit.account.door, visit.transaction)).season
    offered = season_stage(visit.library.facts.calendar, visit.today).choices
    fitting = [one.value for one in offered if one.value.startswith(f"{season}_")]
    return fitting[0] if len(fitting) == 1 else ""


_ASKED_TOGETHER = {
    "step2_status": "step2_ck",
    "season": _SEASON,
    "stage": _SEASON,
}


def asked_as(field: str, visit: Visit) -> Question:
    """The question on a page that asks for a field of the profile."""
    return visit.library.bank.questions[_ASKED_TOGETHER.get(field, field)]


def page_asking(fields: tuple[str, ...], bank: QuestionBank) -> Page | None:
    """The page that asks for the first of the fields that is asked on one."""
    for field in fields:
        name = _ASKED_TOGETHER.get(field, field)
        for page in bank.pages:
            if name in page.names:
                return page
    return None


def next_pages(
    profile: Profile, phase: Phase, reading: Assessment, visit: Visit
) -> tuple[Page, ...]:
    """Pages whose answers could still change the reading, first what would change it most."""
    weight: dict[str, int] = {}
    for unknown in reading.unknowns:
        name = asked_as(unknown.field, visit).name
        weight[name] = weight.get(name, 0) + unknown.weight
    worth = [
        (sum(weight.get(name, 0) for name in page.names), page)
        for page in visit.library.bank.pages
        if page.concerns(profile, phase)
    ]
    ordered = sorted(worth, key=lambda pair: -pair[0])
    return tuple(page for gain, page in ordered if gain > 0)
