"""What may be wrong between the settings and Slack, found without going online as the bot."""

from collections.abc import Iterator

from pydantic import SecretStr

from bot.findings import Finding, counted, good, note, wrong
from bot.settings import SettingsRefused, SlackSettings, WebSettings
from bot.slack.addresses import EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH
from bot.slack.calling import Clients, Cut, Late, SlackRefused, calling, open_session
from bot.slack.granted import Granted
from bot.slack.mode import Mode, Transport, Workspaces, slack_mode
from bot.slack.refused_tokens import APP_TOKEN, BOT_TOKEN, WAITING_HELPS, refused_token
from bot.slack.scopes import SCOPE_NAMES

_NO_CODE = "doctor"
"""A code that nobody was given: what Slack says of it tells whether it knows the app."""
_KNOWS_THE_APP = frozenset({"invalid_code", "code_expired"})


async def check_slack(settings: SlackSettings, web: WebSettings) -> list[Finding]:
    """Look at what is set, tokens, scopes and addresses; says what to do about each."""
    try:
        mode = slack_mode(settings, web)
    except SettingsRefused as refused:
        return [wrong(str(refused))]
    if mode is None:
        return []
    async with open_session() as session:
        clients = Clients(session, settings.base_url)
        found: list[Finding] = []
        if mode.workspaces is Workspaces.ONE:
            found += await _bot_token(clients, settings)
        else:
            found += await _client(clients, settings)
        if mode.transport is Transport.SOCKET:
            found += await _app_token(clients, settings)
    return [*found, *_unused(mode, settings), *_addresses(mode, web), _not_seen()]


async def _bot_token(clients: Clients, settings: SlackSettings) -> list[Finding]:
    granted = Granted()
    client = clients.with_token(_told(settings.bot_token))
    try:
        told = await calling(granted.noting(client.auth_test()))
    except SlackRefused as refused:
        return [_refused(BOT_TOKEN, refused.error)]
    except (Cut, Late) as trouble:
        return [_unreachable(trouble)]
    found = [good(f"Slack takes the bot's token, in the workspace {told.get('team')}.")]
    return [*found, *_scopes(granted)]


def _scopes(granted: Granted) -> Iterator[Finding]:
    if granted.scopes is None:
        yield note("Slack did not say which scopes the bot has.")
        return
    lacking = granted.lacking
    extra = sorted(granted.scopes.difference(SCOPE_NAMES))
    if lacking:
        yield wrong(
            f"The bot lacks {counted(len(lacking), 'scope')}: {', '.join(lacking)}; add what is "
            "missing on the app's page OAuth & Permissions, and install the app again."
        )
    else:
        yield good("The bot has every scope that it needs.")
    if extra:
        yield note(
            f"The bot has {counted(len(extra), 'scope')} that it does not need: "
            f"{', '.join(extra)}; take away what is not needed on the page OAuth & Permissions."
        )


async def _app_token(clients: Clients, settings: SlackSettings) -> list[Finding]:
    token = _told(settings.app_token)
    client = clients.with_token(None)
    try:
        await calling(client.apps_connections_open(app_token=token))
    except SlackRefused as refused:
        return [_refused(APP_TOKEN, refused.error)]
    except (Cut, Late) as trouble:
        return [_unreachable(trouble)]
    return [good("Slack takes the app-level token, and Socket Mode can be opened.")]


async def _client(clients: Clients, settings: SlackSettings) -> list[Finding]:
    asked = clients.with_token(None).oauth_v2_access(
        client_id=settings.client_id or "",
        client_secret=_told(settings.client_secret),
        code=_NO_CODE,
    )
    try:
        await calling(asked)
    except SlackRefused as refused:
        if refused.error in _KNOWS_THE_APP:
            return [good("Slack knows the client ID and takes the client secret.")]
        if refused.error in WAITING_HELPS:
            return [_unreachable(refused)]
        return [
            wrong(
                "READINGROOM_SLACK_CLIENT_ID or READINGROOM_SLACK_CLIENT_SECRET was refused by "
                f"Slack ({refused.error}); copy both again from the page Basic Information."
            )
        ]
    except (Cut, Late) as trouble:
        return [_unreachable(trouble)]
    return []


def _unused(mode: Mode, settings: SlackSettings) -> Iterator[Finding]:
    if mode.transport is Transport.SOCKET and settings.signing_secret is not None:
        yield note(
            "READINGROOM_SLACK_SIGNING_SECRET is not used: it is for HTTP, and with "
            "READINGROOM_SLACK_APP_TOKEN the bot hears Slack by Socket Mode."
        )


def _addresses(mode: Mode, web: WebSettings) -> Iterator[Finding]:
    if mode.transport is Transport.HTTP:
        yield note(
            "Whether READINGROOM_SLACK_SIGNING_SECRET is the right one shows as soon as Slack "
            "sends something: copy it from the page Basic Information."
        )
        requests = web.at(EVENTS_PATH)
        if requests is None:
            yield note(
                "READINGROOM_WEB_ADDRESS is not set; with it, readingroom slack-manifest --http "
                "tells Slack where to send requests."
            )
        else:
            yield note(f"Slack has to send commands, events and presses to {requests}.")
    if mode.workspaces is Workspaces.MANY:
        yield note(f"Slack has to lead back to {web.at(REDIRECT_PATH)}.")
        yield note(f"This page adds the app to a workspace: {web.at(INSTALL_PATH)}")


def _not_seen() -> Finding:
    return note(
        "Not checked, because Slack lets no program see it: the app's Messages tab, slash commands "
        "and events. Compare the app's page App Manifest with what readingroom slack-manifest "
        "prints."
    )


def _refused(variable: str, error: str) -> Finding:
    if error in WAITING_HELPS:
        return _unreachable(SlackRefused(error))
    return wrong(refused_token(variable, error))


def _unreachable(trouble: Exception) -> Finding:
    said = str(trouble) or type(trouble).__name__
    return wrong(f"Slack cannot be reached ({said}); try again later.")


def _told(secret: SecretStr | None) -> str:
    return "" if secret is None else secret.get_secret_value()
