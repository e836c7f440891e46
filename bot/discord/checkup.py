"""What may be wrong between the settings and Discord, found without going online as the bot."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord

from bot.discord.connecting import REFUSED_BY_DISCORD, point_at, refused_with
from bot.discord.reaching import UNREACHABLE, is_unreachable
from bot.findings import Finding, counted, good, note, wrong
from bot.settings import DiscordSettings

PERMISSIONS = discord.Permissions(
    view_channel=True,  # to see the channels that may receive checklists
    send_messages=True,  # to post there; answers to commands need no permission
)
"""What the bot asks for when it is added to a server."""

_PAGE = 200
"""Servers that Discord tells at once, at most."""

SCOPES = ("bot", "applications.commands")
"""What the link that adds the bot to a server has to grant."""


def invite_link(application_id: int) -> str:
    """The address that adds the bot to a server."""
    return discord.utils.oauth_url(application_id, permissions=PERMISSIONS, scopes=SCOPES)


async def check_discord(settings: DiscordSettings) -> list[Finding]:
    """Look at token, installation, intents and permissions; says what to do about each."""
    if settings.token is None:
        return [
            wrong(
                "READINGROOM_DISCORD_TOKEN is not set; copy the bot's token from Discord's "
                "developer portal, page Bot."
            )
        ]
    point_at(settings)
    client = discord.Client(intents=discord.Intents.none())
    try:
        await client.login(settings.token.get_secret_value())
        application = await client.application_info()
        servers = await _all_servers(client)
    except discord.LoginFailure:
        return [wrong(REFUSED_BY_DISCORD)]
    except (*UNREACHABLE, discord.HTTPException) as error:
        if isinstance(error, discord.HTTPException) and not is_unreachable(error):
            return [wrong(refused_with(error.status))]
        return [wrong(f"Discord cannot be reached ({type(error).__name__}); try again later.")]
    finally:
        await client.close()
    found = [good("Discord takes the token.")]
    found += _installation(application)
    found += _intents(application)
    found += _servers(servers, settings)
    found.append(note(f"This link adds the bot to a server: {invite_link(application.id)}"))
    return found


async def _all_servers(client: discord.Client) -> list[Mapping[str, Any]]:
    """Every server the bot is in, asked for a page at a time."""
    servers: list[Mapping[str, Any]] = []
    while True:
        last = int(servers[-1]["id"]) if servers else None
        page = await client.http.get_guilds(limit=_PAGE, after=last)
        servers += page
        if len(page) < _PAGE:
            return servers


def _installation(application: discord.AppInfo) -> Iterator[Finding]:
    ways = (
        ("Guild Install", application.guild_integration_config, set(SCOPES), PERMISSIONS),
        ("User Install", application.user_integration_config, {SCOPES[1]}, None),
    )
    for name, config, scopes, permissions in ways:
        if config is None:
            yield wrong(
                f"{name} is switched off; switch it on in the developer portal, page Installation."
            )
            continue
        default = config.oauth2_install_params
        granted = set(default.scopes) if default else set()
        enough = permissions is None or (default and default.permissions >= permissions)
        if scopes <= granted and enough:
            yield good(f"{name} is switched on, with what the bot needs.")
        else:
            yield note(
                f"{name} is switched on, but its default settings grant less than the bot needs; "
                f"choose the scopes {' and '.join(sorted(scopes))}"
                f"{' with View Channels and Send Messages' if permissions else ''} in the "
                "developer portal, page Installation, or use the link below."
            )
    if application.interactions_endpoint_url:
        yield wrong(
            "An Interactions Endpoint URL is set, so Discord sends commands there and the bot "
            "hears none; clear it in the developer portal, page General Information."
        )


def _intents(application: discord.AppInfo) -> Iterator[Finding]:
    flags = application.flags
    granted = {
        "Presence Intent": flags.gateway_presence or flags.gateway_presence_limited,
        "Server Members Intent": flags.gateway_guild_members or flags.gateway_guild_members_limited,
        "Message Content Intent": flags.gateway_message_content
        or flags.gateway_message_content_limited,
    }
    extra = [name for name, switched_on in granted.items() if switched_on]
    if extra:
        yield note(
            f"{', '.join(extra)}: not needed; switch it off in the developer portal, page Bot, "
            "so that nobody's messages or presence could ever be read."
        )
    else:
        yield good("No privileged intent is switched on, and none is needed.")


def _servers(servers: Sequence[Mapping[str, Any]], settings: DiscordSettings) -> Iterator[Finding]:
    wanted = settings.development_server
    if wanted is not None and not any(int(server["id"]) == wanted for server in servers):
        yield wrong(
            "READINGROOM_DISCORD_DEVELOPMENT_SERVER names a server that the bot is not in; add "
            "it there first."
        )
    for server in servers:
        allowed = discord.Permissions(int(server.get("permissions", 0)))
        lacking = [
            words
            for words, has in (
                ("View Channels", allowed.view_channel),
                ("Send Messages", allowed.send_messages),
            )
            if not has and not allowed.administrator
        ]
        if lacking:
            yield note(
                f"In the server {server['name']} the bot lacks {' and '.join(lacking)}; commands "
                "work, posting checklists will not."
            )
    yield good(f"The bot is in {counted(len(servers), 'server')}.")
