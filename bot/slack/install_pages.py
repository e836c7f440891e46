"""What somebody sees in a browser who adds the app to their workspace: plain pages of HTML.

Nothing that came with a request is written on a page, and a page loads nothing from anywhere.
"""

from dataclasses import dataclass
from html import escape

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    # A page shows a state or follows a code, each of which is good once.
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
    ),
}
"""How browsers are to treat every page."""

_STYLE = (
    "body{font:1.05rem/1.55 system-ui,sans-serif;max-width:34rem;margin:4rem auto;"
    "padding:0 1.25rem;color:#1d1c1d;background:#fff}"
    "h1{font-size:1.5rem;line-height:1.25}li{margin:.4rem 0}"
    "a.do{display:inline-block;margin-top:.75rem;padding:.6rem 1.1rem;border-radius:.4rem;"
    "background:#4a154b;color:#fff;text-decoration:none}"
    "@media(prefers-color-scheme:dark){body{color:#e8e8e8;background:#1a1d21}"
    "a.do{background:#e8e8e8;color:#1a1d21}}"
)

_SEES = (
    "It sees the commands that people give it, what they choose and fill in, and what they write "
    "in their direct messages with it.",
    "It does not read channels, or anybody's messages to other people.",
    "It can look up who is a member, which time zone they are in, and who administers the "
    "workspace.",
    "Answers are shown to the person who asked, and to nobody else in a channel. What people save "
    "is theirs: /readingroom privacy shows it, exports it and deletes it.",
    "You can remove it at any time in Slack; its access to your workspace is then deleted here "
    "too.",
)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why nothing was installed, and what to do about it."""

    title: str
    words: str


_AGAIN = "Start again from the install page."
FAILURES = {
    "access_denied": Failure(
        "Nothing was installed",
        "You cancelled, or your workspace lets only some people add apps. In that case ask one "
        "of its administrators to approve Reading Room, and start again after that.",
    ),
    "invalid_browser": Failure(
        "This has to end in the browser in which it began",
        "Start again in the browser in which you are signed in to Slack, and let this site keep "
        "a cookie for ten minutes.",
    ),
    "invalid_state": Failure(
        "This link is over",
        f"It is good once, and for ten minutes. {_AGAIN}",
    ),
    "missing_code": Failure(
        "Nothing was installed",
        f"You came back from Slack without the code that it gives. {_AGAIN}",
    ),
    "invalid_code": Failure(
        "This link is over",
        f"Slack's code is good once, and for ten minutes. {_AGAIN}",
    ),
    "storage_error": Failure(
        "It could not be saved",
        "The database was busy. Start again in a minute; adding Reading Room twice does no harm.",
    ),
    "unreachable": Failure(
        "Slack did not answer",
        "Start again in a minute; adding Reading Room twice does no harm.",
    ),
    "misconfigured": Failure(
        "This copy of Reading Room is not set up right",
        "You did nothing wrong. Please tell whoever runs it: its log has the word that Slack gave.",
    ),
}
"""What each reason for a failure means for whoever sees it."""

_ANY_OTHER = Failure(
    "Nothing was installed",
    "Slack reported a problem. Start again; if it happens again, please tell whoever runs this "
    "copy of Reading Room.",
)


def install_page(authorize_url: str) -> str:
    """What the bot sees and what it does not, and the way to Slack's own consent."""
    sees = "".join(f"<li>{escape(line)}</li>" for line in _SEES)
    return _page(
        "Add Reading Room to your workspace",
        "<p>Reading Room gives students who apply to radiology an honest, sourced reading of "
        f"their application.</p><ul>{sees}</ul>",
        ("Continue to Slack", authorize_url),
    )


def installed_page(workspace: str, open_url: str) -> str:
    """Reading Room is in a workspace; how to begin."""
    return _page(
        f"Reading Room is in {workspace}" if workspace else "Reading Room is in your workspace",
        "<p>Anybody there can type <b>/readingroom help</b> to see what it does. It is in no "
        "channel until somebody invites it, and needs none.</p>",
        ("Open Slack", open_url),
    )


def organisation_page(organisation: str, manage_url: str) -> str:
    """Reading Room may be added to the workspaces of an organisation; who does that."""
    return _page(
        f"Reading Room is in {organisation}" if organisation else "Reading Room is installed",
        "<p>One step is left: choose the workspaces that have it, on the organisation's page of "
        "apps. In each of them anybody can then type <b>/readingroom help</b>.</p>",
        ("Choose workspaces", manage_url),
    )


def failure_page(reason: str, install_url: str) -> str:
    """Why nothing was installed, and what to do."""
    failure = FAILURES.get(reason, _ANY_OTHER)
    return _page(failure.title, f"<p>{escape(failure.words)}</p>", ("Start again", install_url))


def _page(title: str, body: str, link: tuple[str, str]) -> str:
    label, address = link
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>"
        f'<h1>{escape(title)}</h1>{body}<a class="do" href="{escape(address)}">{label}</a>'
        "</main></body></html>\n"
    )
