"""The slash commands that the application has registered."""

from collections.abc import Iterable

from tests.platforms.discord_server.clock import Snowflakes
from tests.platforms.discord_server.wire import Json

GLOBAL = 0


class Registry:
    """Commands by scope: 0 for everywhere, else the id of a guild."""

    def __init__(self, application_id: int, ids: Snowflakes) -> None:
        self._application_id = application_id
        self._ids = ids
        self._scopes: dict[int, dict[tuple[str, int], Json]] = {}

    def overwrite(self, scope: int, bodies: Iterable[Json]) -> list[Json]:
        """Replace all commands of a scope; a command that keeps its name keeps its id."""
        before = self._scopes.get(scope, {})
        self._scopes[scope] = {}
        for body in bodies:
            key = (body["name"], body.get("type") or 1)
            known = before.get(key)
            self._scopes[scope][key] = self._stored(scope, body, known["id"] if known else None)
        return self.all(scope)

    def all(self, scope: int) -> list[Json]:
        """The commands of a scope."""
        return list(self._scopes.get(scope, {}).values())

    def find(self, name: str, guild_id: int | None) -> Json | None:
        """The command that a person in this guild means; a guild's own goes first."""
        for scope in (guild_id or GLOBAL, GLOBAL):
            found = self._scopes.get(scope, {}).get((name, 1))
            if found is not None:
                return found
        return None

    def _stored(self, scope: int, body: Json, known_id: str | None) -> Json:
        everywhere = scope == GLOBAL
        return {
            "id": known_id or str(self._ids.new()),
            "application_id": str(self._application_id),
            "version": str(self._ids.new()),
            "name": body["name"],
            "name_localizations": body.get("name_localizations") or None,
            "description": body.get("description", ""),
            "description_localizations": body.get("description_localizations") or None,
            "type": body.get("type") or 1,
            "options": body.get("options") or [],
            "default_member_permissions": _text(body.get("default_member_permissions")),
            "dm_permission": body.get("dm_permission", True),
            "contexts": body.get("contexts") if everywhere else None,
            "integration_types": body.get("integration_types") or [0],
            "nsfw": body.get("nsfw", False),
            **({} if everywhere else {"guild_id": str(scope)}),
        }


def _text(permissions: str | int | None) -> str | None:
    return None if permissions is None else str(permissions)
