"""The web addresses of the door, each under the one at which the service is reached."""

EVENTS_PATH = "/slack/events"
"""Where Slack sends everything over HTTP: commands, presses, menus, forms and events."""

INSTALL_PATH = "/slack/install"
"""The page on which somebody adds the app to their workspace."""

REDIRECT_PATH = "/slack/oauth_redirect"
"""Where Slack leads back whoever added the app."""
