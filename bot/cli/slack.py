"""``readingroom slack-manifest``."""

import json

import click

from bot.app import library
from bot.settings import SlackSettings, StorageSettings, WebSettings, read_settings
from bot.slack.manifest import as_yaml, manifest, planned_mode
from bot.slack.slash_names import slash_names
from core.commands.registry import entries


@click.command("slack-manifest")
@click.option("--http", "over_http", is_flag=True, help="For requests by HTTP, not Socket Mode.")
@click.option("--many", is_flag=True, help="For many workspaces, which install the app by OAuth.")
@click.option("--json", "as_json", is_flag=True, help="JSON, without the reasons.")
def slack_manifest(*, over_http: bool, many: bool, as_json: bool) -> None:
    """Print the manifest from which Slack makes the app."""
    settings = read_settings(SlackSettings)
    made_of = entries(library(read_settings(StorageSettings)))
    commands = {name: entry.command for name, entry in made_of.items()}
    made = manifest(
        commands,
        slash_names(settings, commands),
        planned_mode(settings, over_http=over_http, many_workspaces=many),
        read_settings(WebSettings),
    )
    click.echo(
        json.dumps(made, ensure_ascii=False, indent=2) if as_json else as_yaml(made), nl=as_json
    )
