"""What Slack takes as an app manifest, for what this app has in it.

From the app manifest reference of Slack's developer documentation and the repository
slackapi/manifest-schema, version 1.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Url = Annotated[str, StringConstraints(pattern=r"^https?://", max_length=3000)]


class Part(BaseModel):
    """A part of the manifest: nothing but its names is taken, and nothing is converted."""

    model_config = ConfigDict(extra="forbid", strict=True)


class DisplayInformation(Part):
    name: str = Field(min_length=1, max_length=35)
    description: str = Field(min_length=1, max_length=140)
    long_description: str = Field(min_length=175, max_length=4000)
    background_color: str = Field(pattern=r"^#[0-9a-fA-F]{6}$")


class AppHome(Part):
    home_tab_enabled: bool
    messages_tab_enabled: bool
    messages_tab_read_only_enabled: bool


class BotUser(Part):
    display_name: str = Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9 ._-]+$")
    always_online: bool


class SlashCommand(Part):
    command: str = Field(min_length=2, max_length=32, pattern=r"^/[a-z0-9_-]+$")
    url: Url | None = None
    description: str = Field(min_length=1, max_length=2000)
    usage_hint: str | None = Field(default=None, min_length=1, max_length=1000)
    should_escape: bool


class Features(Part):
    app_home: AppHome
    bot_user: BotUser
    slash_commands: list[SlashCommand] = Field(min_length=1, max_length=50)


class Scopes(Part):
    bot: list[Annotated[str, StringConstraints(max_length=50)]] = Field(max_length=255)


class OAuthConfig(Part):
    redirect_urls: list[Url] | None = Field(default=None, max_length=1000)
    scopes: Scopes


class EventSubscriptions(Part):
    request_url: Url | None = None
    bot_events: list[Annotated[str, StringConstraints(max_length=50)]] = Field(max_length=100)


class Interactivity(Part):
    is_enabled: bool
    request_url: Url | None = None
    message_menu_options_url: Url | None = None


class Settings(Part):
    event_subscriptions: EventSubscriptions
    interactivity: Interactivity
    org_deploy_enabled: bool
    socket_mode_enabled: bool
    token_rotation_enabled: bool


class Manifest(Part):
    display_information: DisplayInformation
    features: Features
    oauth_config: OAuthConfig
    settings: Settings


def read_manifest(written: Any) -> Manifest:
    """The manifest as Slack would read it; raises a ``ValidationError`` where it would not.

    Over HTTP everything that Slack sends needs an address, and with Socket Mode nothing has one.
    """
    read = Manifest.model_validate(written)
    requests = [
        *(command.url for command in read.features.slash_commands),
        read.settings.event_subscriptions.request_url,
        read.settings.interactivity.request_url,
        read.settings.interactivity.message_menu_options_url,
    ]
    assert all((address is None) is read.settings.socket_mode_enabled for address in requests)
    for listed in (
        [command.command for command in read.features.slash_commands],
        read.oauth_config.scopes.bot,
        read.settings.event_subscriptions.bot_events,
    ):
        assert len(set(listed)) == len(listed)
    return read
