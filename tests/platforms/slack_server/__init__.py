"""A faithful local Slack for tests: Web API, Socket Mode and signed HTTP on a loopback port.

    async with SlackServer() as slack:              # or SlackServer(via="http")
        team = slack.team("Radiology")              # with the app in it
        ada = slack.user("Ada", team, tz="Europe/London")
        act = await slack.command(ada, "/assess", "step 240")
        message = await act.message()

`slack.api` is the `base_url` of a client; `slack.app_token`, `slack.signing_secret`,
`slack.world.client_id`, `slack.world.client_secret` and `slack.token(team)` are what an app needs.

**The world.** `slack.team(name, enterprise, installed=True, scopes=...)`, `slack.enterprise(name)`,
`slack.user(name, team, tz=, admin=, owner=)` (`user.deactivated`, `user.dm_error`),
`slack.channel(name, team, *members, private=False, bot=True)` (`channel.share(team)`,
`channel.join(user)`, `channel.archived`), `slack.dm(user)` (direct messages with the app),
`slack.install(team, scopes=, org_wide=False)`, `slack.world.rotation` (tokens expire),
`slack.agree(team, admin)` (a code for oauth.v2.access), `slack.refuse_dms(user, error)`,
`slack.world.messages_tab`, `slack.world.home_tab`, `slack.subscribed` (event names).

**What people do.** Each returns an `Act` once the app has answered, or at once with `wait=False`;
what their Slack would not offer raises `NotOffered`:

    await slack.command(ada, "/assess", "text", channel=channel)
    await slack.press(ada, message, action_id)           # `value=` forges another
    await slack.choose(ada, message, action_id, "value of an option")
    await slack.submit(ada, view, {action_or_block_id: value})
    await slack.close(ada, view)
    await slack.press_in_view(ada, view, action_id, value, values={...})
    await slack.suggest(ada, view, action_id, "typed")   # the act's `options`
    await slack.open_home(ada)
    await slack.write(ada, "words", {"scores.pdf": b"..."})
    slack.give(ada, "scores.pdf", b"...")                # a File, for a file input
    await slack.uninstall(team); await slack.revoke_tokens(team); await slack.app_rate_limited(team)
    await slack.grant(installation, team); await slack.withdraw(installation, team)  # of all
    await slack.deliver_again(act)                       # with the same event id
    await slack.forge("interactive", payload, team, ada) # what nobody could have sent

On the act: `ack` (what the acknowledgement carried), `status`, `acknowledged`, `in_time`,
`seconds`, `seconds_to_see`, `trigger_id`, `response_url`, `event_id`, `payload`, `attempts`,
`shown`, `options`, `await act.message()`, `await act.messages(2)`, `await act.modal()`,
`await act.answered(times)`.

**What they see.** `slack.sees(user, channel)`, `user.ephemerals`, `user.modals`, `user.modal`,
`user.home`, `slack.dm(user).visible()`. A `Message` has `words`, `pressable` (label to action id),
`blocks`, `text`, `files`, `edits`, `deleted`, `ephemeral`; a `View` has `title`, `submit`, `words`,
`inputs`, `errors`, `pressable`, `updates`.

**The way to the app.** `slack.via` is `socket` or `http`; `slack.http.url` the app's request
address, `slack.http.forgery` a signature that is `wrong`, `missing`, `old` or without
`no_timestamp`, `await slack.http.verify()` the challenge. `slack.sockets`: `await connected(n)`,
`await seen(n)`, `await warn()`, `await refresh()`, `drop()`, `await close_all()`,
`refuse_connections`.

**Time.** `slack.clock.advance(4)` moves triggers, response addresses, tokens and limits on;
`slack.advance(60)` also sends again the events that nobody took; `slack.clock.stop()`.

**Limits and faults.** `slack.limits` has `channel`, `workspace`, `rates`, `history`, `relax()`,
`enforce()`, `unreviewed()`;
`slack.fail("chat.postMessage", "channel_not_found", times=2, acts=False)`,
`slack.fail(pattern, status=429, retry_after=2)`, `slack.hang(...)` (acts, never answers),
`slack.reset(...)`, `slack.hold(...)` until `release()`, `slack.delay(pattern, seconds)`,
`slack.heal()`. Patterns are methods, or
`response_url`, `upload`, `download`.

**What came in.** `slack.requests`, `slack.matching(pattern)`, `await slack.saw(pattern, times)`,
`slack.unexpected`, `slack.refused` (bodies that broke a documented limit), `slack.acts`,
`slack.assert_clean()`, and `await slack.until(lambda: condition)`.
"""

from tests.platforms.slack_server.deliveries import Act
from tests.platforms.slack_server.server import SlackServer
from tests.platforms.slack_server.wire import NotOffered

__all__ = ["Act", "NotOffered", "SlackServer"]
