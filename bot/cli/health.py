"""``readingroom health``: whether the service on this machine is well, for who restarts it."""

import http.client
import json
import sys

import click

from bot.settings import WebSettings, read_settings
from bot.web.serving import HEALTH

_ANSWERS_WITHIN = 8.0
"""Seconds; health itself gives the database five."""
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not listened at


@click.command(short_help="Ask the running service whether it is well.")
def health() -> None:
    """Ask the service that runs on this machine whether it is well; exit status 1 where not."""
    web = read_settings(WebSettings)
    if not web.port:
        raise click.ClickException(
            "READINGROOM_WEB_PORT is not set, so the service listens nowhere and cannot be asked; "
            "set it, and start the service again."
        )
    host = _EVERYWHERE.get(web.host, web.host)
    connection = http.client.HTTPConnection(host, web.port, timeout=_ANSWERS_WITHIN)
    try:
        connection.request("GET", HEALTH)
        told = json.loads(connection.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        raise click.ClickException("The service does not answer.") from None
    finally:
        connection.close()
    click.echo(json.dumps(told))
    sys.exit(0 if told.get("status") == "ok" else 1)
