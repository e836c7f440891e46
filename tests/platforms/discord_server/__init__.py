"""A faithful local Discord for tests: the gateway and the REST interface on a loopback port.

    async with DiscordServer() as server:
        with pointed_at(server):              # discord.py talks to it instead of Discord
            await client.start(server.token)

`server.api`, `server.gateway` and `server.token` are what a bot's settings need.

**The world.** `server.user("Ada", locale="en-US", installed=False)` makes a person;
`server.guild("Radiology", bot=True)` a guild with a channel `general` and the bot in it;
`guild.channel("name")`, `guild.role("name", permissions)`, `guild.emoji("name")`,
`guild.member(user, roles=[...], permissions=...)`, `guild.leave(user)`,
`channel.allow(role_or_user, permissions)`, `channel.deny(...)`, `server.dm(user)` (the bot's
direct messages with them), `server.private(ada, ben)` (a channel without the bot). Permissions
are `discord.Permissions` or bits. `server.add_bot(guild)`, `remove_bot`, `outage`, `recover`.
A guild's channels are in `guild.channels`, a channel's messages in `channel.messages`.

**What people do.** Each returns an `Interaction`; what their client would not offer raises
`NotOffered` unless it is `forged=True`:

    interaction = await server.command(ada, "assess", {"specialty": "dr"}, channel=channel)
    interaction = await server.press(ada, message, custom_id)
    interaction = await server.choose(ada, message, custom_id, ["value"])
    interaction = await server.submit(ada, modal, {custom_id: "text", other_id: ["value"]})
    interaction = await server.autocomplete(ada, "programs", {"name": "Ma"}, "name")
    message = await server.say(ada, channel, "hello")

Without `channel` a command is used in the bot's direct messages. On the interaction:

    answer = await interaction.answered()      # kind, data, seconds, deferred, ephemeral, text,
                                               # message, modal, choices
    message = await interaction.message()      # the first message shown, once there is one
    first, second = await interaction.messages(2)
    modal = await interaction.modal()          # title, fields, labels, text
    await interaction.edited(1)                # the original message, once edited
    refusal = await interaction.refused()      # the ApiError that the bot got for its answer

A `Message` has `text` (content, embeds and components flattened), `components`, `pressable`
(label → custom id), `links`, `ephemeral`, `attachments`, `file(name)`, `pings`, `edits`.

**Time.** `server.age(interaction, 4)` makes an interaction older; `server.clock.advance(300)`
moves the clock of tokens, nonces and rate limits.

**Gateway.** `server.sockets`: `drop()`, `ask_to_reconnect()`, `invalidate(resumable=False)`,
`forget_sessions()`, `close(code)`, `ask_for_heartbeat()`, `withhold_acks`, `heartbeat_interval`,
`refuse_connections`, `await connected(shards)`, `await saw("resume", times)`. `server.shards` is
what /gateway/bot recommends.

**Limits and faults.** `server.limits` has `rules`, `other`, `overall`, `ban_at`, `relax()`;
`server.fail("POST /channels/*/messages", status=503, times=2, acts=False)`, `server.hang(...)`
(acts, never answers), `server.reset(...)`, `server.hold(...)` (until `release()`),
`server.delay(pattern, seconds)`, `server.heal()`, `server.refuse_dms(user, 50007)`.

**What came in.** `server.requests`, `await server.saw("POST", "/channels/*/messages", 2)`,
`server.matching(pattern)`, `server.unexpected` (unknown routes), `server.refused_bodies` (bodies
that broke a documented limit), `server.unanswered`, and `server.assert_clean()`, which fails when
there was an unknown route or a refused body.

**The application.** `server.world` has `application_flags` (privileged intents need theirs),
`integration_types`, `install_params`, `owner`; `server.bot` is the bot's user, and
`server.registry.find("assess", None)` a registered command.
"""

from tests.platforms.discord_server.declared import NotOffered
from tests.platforms.discord_server.server import DiscordServer, pointed_at

__all__ = ["DiscordServer", "NotOffered", "pointed_at"]
