"""``/privacy``: what is stored about a person, to see, to take along, to delete."""

import json

from core.commands.visit import Visit
from core.dialogue.question import Choice, Kind, Question
from core.dialogue.reply import Action, Actions, Fields, File, Item, Items, Paragraph, Reply, Row
from core.dialogue.request import Asked
from core.dialogue.text import text
from core.storage.privacy import delete_person, export_person

WHAT = Question(
    "what",
    "What do you want to do?",
    "Everything stored about you is yours.",
    Kind.CHOICE,
    (
        Choice("show", "show what is stored"),
        Choice("export", "export it as JSON"),
        Choice("delete", "delete everything"),
    ),
    required=True,
)
CONFIRM = Question(
    "confirm",
    "Delete everything now?",
    "Deleting cannot be undone.",
    Kind.YES_NO,
    required=True,
)


async def run(asked: Asked, visit: Visit) -> Reply:
    """Show, export or delete; deleting asks once for a plain yes."""
    what = WHAT.read(asked.given.get("what", "show"))
    if what == "delete":
        return await _delete(asked, visit)
    stored = {} if visit.person is None else await export_person(visit.transaction, visit.person)
    return _export(stored) if what == "export" else _show(stored, visit)


async def _delete(asked: Asked, visit: Visit) -> Reply:
    if CONFIRM.read(asked.given.get("confirm", "no")) is not True:
        return Reply(
            text("Delete everything?"),
            (
                Paragraph(
                    text(
                        "Your profile and everything else stored about you will be gone at once, "
                        "here. This cannot be undone; you may want to export it first."
                    )
                ),
                Actions(
                    (
                        Action(
                            "Delete everything",
                            "privacy",
                            {"what": "delete", "confirm": "yes"},
                            destructive=True,
                        ),
                        Action("Export first", "privacy", {"what": "export"}),
                    )
                ),
            ),
            {"deleted": False},
        )
    if visit.person is not None:
        await delete_person(visit.transaction, visit.person, now=visit.now)
        visit.erasures.append(visit.person)
    return Reply(
        text("Deleted"),
        (
            Paragraph(text("Nothing about you is stored here any more.")),
            Paragraph(text(_CHATS), quiet=True),
            Paragraph(text(_backups(visit)), quiet=True),
            Paragraph(text(_NUMBER), quiet=True),
        ),
        {"deleted": True},
    )


def _export(stored: dict[str, list[dict[str, object]]]) -> Reply:
    content = json.dumps(stored, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return Reply(
        text("Everything stored about you"),
        (
            Paragraph(text("This is all of it, as JSON.")),
            File("reading-room.json", "application/json", content),
        ),
        {"stored": stored},
    )


def _show(stored: dict[str, list[dict[str, object]]], visit: Visit) -> Reply:
    counts = {table: len(rows) for table, rows in stored.items() if rows}
    days = visit.library.facts.calendar.margins.retention_days
    if counts:
        rows = tuple(Row(_WORDS.get(table, table), text(str(n))) for table, n in counts.items())
        what: Paragraph | Fields = Fields(rows)
    else:
        what = Paragraph(text("Nothing is stored about you."))
    return Reply(
        text("What is stored about you"),
        (
            what,
            Items(
                (
                    Item(
                        text(
                            "Your answers stay in this program's own database. No score and no "
                            "free text goes into a log."
                        )
                    ),
                    Item(text(_WORDS_OF_YOURS)),
                    Item(text(_CHATS)),
                    Item(
                        text(
                            f"A profile that nobody changes for {days} days after its season "
                            "removes itself."
                        )
                    ),
                    *((Item(text(_CHANGES)),) if "audit" in counts else ()),
                    Item(text(_backups(visit))),
                )
            ),
            Actions(
                (
                    Action("Export", "privacy", {"what": "export"}),
                    Action("Delete everything", "privacy", {"what": "delete"}, destructive=True),
                    Action("Show my answers", "profile"),
                )
            ),
        ),
        {
            "stored": counts,
            "retention_days": days,
            "backup_days": visit.library.keeping.backup_days,
        },
    )


_WORDS_OF_YOURS = (
    "A note in /assess, and what you write to this program without a command, is read once and "
    "not stored. What you call your own dates is stored with them; nobody else is shown it."
)
_CHANGES = (
    "The changes you made to a server's settings are the server's: they stay when you delete "
    "everything, and then nobody can see any more that they were yours."
)
_NUMBER = (
    "While there may be backups from before this, your number here is remembered with two dates: "
    "who restores such a backup then leaves you out."
)
_CHATS = "Messages in a chat stay with the platform that the chat is on."

_WORDS = {
    "people": "a number for you, and two dates",
    "accounts": "your id on a platform, without a name",
    "profiles": "profile",
    "drafts": "half-filled forms",
    "audit": "changes you made to a server's settings",
    "uploads": "files sent to you, by number and day",
    "reminder_settings": "when and how reminders reach you",
    "destinations": "where you are written to",
    "milestones": "dates of your timeline, the season's and your own",
    "occurrences": "reminders, planned and sent",
    "deliveries": "messages to you, waiting and sent",
    "subscriptions": "that your calendar has an address",
    "season_proposals": "dates you proposed to whoever runs this",
}


def _backups(visit: Visit) -> str:
    days = visit.library.keeping.backup_days
    if days is None:
        return (
            "This program makes no backups by itself. Whoever runs it has not said whether they "
            "make any; ask them how long those last."
        )
    if days == 0:
        return "Whoever runs this program makes no backups, so nothing remains anywhere."
    return f"Backups made by whoever runs this program last {days} days; then it is gone there too."
