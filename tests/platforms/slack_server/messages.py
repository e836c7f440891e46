"""Messages and files."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.platforms.slack_server import reading
from tests.platforms.slack_server.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack_server.people import Team, User
    from tests.platforms.slack_server.places import Channel


@dataclass(eq=False)
class File:
    """A file that was uploaded; `data` is nothing until its bytes have arrived."""

    id: str
    name: str
    length: int
    owner: "User"
    team: "Team"
    url: str
    upload_url: str = ""
    title: str = ""
    alt_text: str = ""
    mimetype: str = "application/octet-stream"
    data: bytes | None = field(default=None, repr=False)
    complete: bool = False
    deleted: bool = False
    shared_in: list["Channel"] = field(default_factory=list)

    def payload(self) -> Json:
        """The file as Slack describes it."""
        ims = [c.id for c in self.shared_in if c.kind == "im"]
        body: Json = {
            "id": self.id,
            "created": 1,
            "timestamp": 1,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.name.rpartition(".")[2] or "binary",
            "user": self.owner.id,
            "user_team": self.team.id,
            "editable": False,
            "size": self.length,
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "url_private": self.url,
            "url_private_download": self.url.replace(f"{self.id}/", f"{self.id}/download/"),
            "channels": [c.id for c in self.shared_in if c.kind == "public"],
            "groups": [c.id for c in self.shared_in if c.kind == "private"],
            "ims": ims,
            "file_access": "visible",
        }
        if self.alt_text:
            body["alt_txt"] = self.alt_text
        return body


@dataclass(eq=False)
class Message:
    """A message. `seen_by` is the one person who sees it when it is ephemeral.

    `was` holds what it said before each change, the oldest first.
    """

    ts: str
    channel: "Channel"
    author: "User"
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    files: list[File] = field(default_factory=list)
    seen_by: "User | None" = None
    thread_ts: str | None = None
    deleted: bool = False
    bot_id: str | None = None
    app_id: str | None = None
    was: list[str] = field(default_factory=list)
    choices: dict[tuple[str, str], Json] = field(default_factory=dict)

    @property
    def ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return self.seen_by is not None

    @property
    def edits(self) -> int:
        """How often it was changed."""
        return len(self.was)

    @property
    def words(self) -> str:
        """What a person reads in it: its blocks, or its text when it has none."""
        return reading.words(self.blocks) if self.blocks else self.text

    @property
    def pressable(self) -> dict[str, str]:
        """Its buttons: label and action id."""
        return reading.labels(self.blocks)

    def file(self, name: str) -> File:
        """Its file of this name."""
        return next(file for file in self.files if file.name == name)

    def payload(self, *, metadata: bool = False) -> Json:
        """The message as Slack gives it; its metadata only when asked for."""
        body: Json = {
            "type": "message",
            "user": self.author.id,
            "ts": self.ts,
            "text": self.text,
            "team": self.author.home_team.id,
        }
        more: dict[str, Any] = {
            "bot_id": self.bot_id,
            "app_id": self.app_id,
            "blocks": self.blocks,
            "attachments": self.attachments,
            "thread_ts": self.thread_ts,
            "files": [file.payload() for file in self.files],
        }
        body |= {key: value for key, value in more.items() if value}
        if self.files:
            body |= {"subtype": "file_share", "upload": False}
        if self.was:
            body["edited"] = {"user": self.author.id, "ts": self.ts}
        if metadata and self.metadata:
            body["metadata"] = self.metadata
        return body
