"""Every command with what runs it; doors, help and documentation are made from this list."""

from core.commands import (
    about,
    assess,
    fix,
    home,
    milestone,
    privacy,
    profile,
    propose,
    remind,
    reminder,
    season,
    setup,
    talk,
    timeline,
    timeline_calendar,
    topic,
    whatif,
)
from core.commands import help as help_command
from core.commands.entry import Entry, Opening
from core.commands.own_dates import own_questions
from core.commands.pages import page_asking, page_question
from core.commands.refusing import FIX
from core.commands.remind_questions import SETTINGS
from core.commands.setup_questions import settings_questions
from core.commands.visit import Library
from core.dialogue.command import Command
from core.dialogue.form import QUESTIONS_A_PAGE
from core.dialogue.question import Kind, Question
from core.dialogue.request import Asked
from core.profile.questions.bank import QuestionBank

WORDS = Question(
    "words", "What you typed", "To hear whether help is needed.", Kind.WORDS, limit=2000
)


def entries(library: Library) -> dict[str, Entry]:
    """The commands by name, in the order help shows them."""
    fields = tuple(library.bank.questions.values())
    first, further = fields[:QUESTIONS_A_PAGE], fields[QUESTIONS_A_PAGE:]
    page, note = page_question(library.bank), _note(library)
    settings = settings_questions(library.facts.calendar)
    own = own_questions(library.facts.limits)
    proposing = propose.questions(library.facts.calendar)
    made: dict[str, Entry] = {}

    def declarations() -> dict[str, Command]:
        return {name: entry.command for name, entry in made.items()}

    listed = (
        Entry(
            Command(
                "assess",
                "An honest, sourced reading of your profile. Answers you give are saved.",
                # Before what only the form asks, so that doors that take few options take them.
                (*first, note, page, *further),
                writes=True,
                views=frozenset({"page"}),
                opens_form=True,
                examples=(
                    "/assess specialty:dr,ir applicant:us_img step2_ck:214 step2_date:2024-06-01",
                    "/assess page:letters",
                ),
            ),
            assess.run,
            _opening("assess", library.bank),
        ),
        Entry(
            Command(
                "topic",
                "One topic of your reading in full: plan, evidence, letters and more.",
                (topic.NAME,),
                views=frozenset({topic.NAME.name}),
                afresh={topic.NAME.name: topic.WHOLE},
                examples=("/topic evidence", "/topic plan"),
            ),
            topic.run,
        ),
        Entry(timeline.declared(library.facts.limits), timeline.run, timeline.opening),
        Entry(remind.DECLARED, remind.run, remind.opening),
        Entry(
            Command(
                "whatif",
                "The same person with changed answers, beside today's. Saves nothing.",
                fields,
                afresh=None,
                examples=("/whatif step2_ck:235",),
            ),
            whatif.run,
        ),
        Entry(
            Command(
                "profile",
                "Your answers, to see and to change.",
                (*first, page, *further),
                writes=True,
                views=frozenset({"page"}),
                examples=("/profile", "/profile step2_ck:221", "/profile page:letters"),
            ),
            profile.run,
            _opening("profile", library.bank),
        ),
        Entry(
            Command(
                "privacy",
                "What is stored about you: see it, export it, delete it.",
                (privacy.WHAT, privacy.CONFIRM),
                writes=True,
                views=frozenset({"what"}),
                examples=("/privacy", "/privacy export", "/privacy delete"),
            ),
            privacy.run,
        ),
        Entry(
            Command(
                "help",
                "The commands, and every field of one.",
                (help_command.COMMAND,),
                views=frozenset({help_command.COMMAND.name}),
                examples=("/help assess",),
            ),
            help_command.handler(declarations),
        ),
        Entry(Command("about", "What this is, and what it is not."), about.run),
        Entry(season.declared(library.facts.calendar), season.run),
        Entry(setup.declared(settings), setup.run, setup.opening),
        Entry(propose.declared(proposing), propose.run, propose.opening),
        Entry(milestone.declared(library.facts.limits), milestone.run, milestone.opening),
        Entry(timeline_calendar.DECLARED, timeline_calendar.run),
        Entry(reminder.DECLARED, reminder.run),
        Entry(
            Command("home", "Your page: where you stand, and what is next.", listed=False), home.run
        ),
        Entry(
            Command("talk", "Words without a command.", (WORDS,), listed=False, afresh=None),
            talk.run,
        ),
        Entry(
            Command(
                FIX,
                "What was refused, to correct and send again.",
                (fix.DRAFT_ID, fix.COMMAND, *fields, *settings, *proposing, *own, *SETTINGS),
                writes=True,
                views=frozenset({fix.DRAFT_ID.name, fix.COMMAND.name}),
                listed=False,
                afresh=None,
            ),
            fix.handler(lambda: made),
        ),
    )
    made.update({entry.command.name: entry for entry in listed})
    return made


def _opening(command: str, bank: QuestionBank) -> Opening:
    """How the page that asks for the first of some fields is opened."""

    def opening(fields: tuple[str, ...]) -> Asked | None:
        page = page_asking(fields, bank)
        return None if page is None else Asked(command, {"page": page.id})

    return opening


def _note(library: Library) -> Question:
    return Question(
        "note",
        "Anything on your mind",
        "Read once, answered if you need people, and stored nowhere.",
        Kind.WORDS,
        limit=library.facts.limits.words,
    )
