"""A whole season on Discord with everything logged: no score, no words and no token in any line."""

import logging
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.commands.visit import Library
from tests.platforms.discord_bot import running_bot
from tests.platforms.discord_server import DiscordServer

SCORE, MONEY, WORDS = "239", "83197", "marmalade"
SEASON = [
    datetime(year, month, day, 17, tzinfo=UTC)
    for year, month, day in (
        (2026, 11, 22),
        (2027, 5, 20),
        (2027, 7, 28),
        (2027, 9, 1),
        (2027, 11, 30),
        (2028, 2, 10),
        (2028, 3, 13),
        (2028, 6, 15),
    )
]
FIRST = {"applicant": "us_img", "specialty": ["dr", "ir"], "step2_ck": SCORE}


@dataclass
class Clock:
    at: datetime = SEASON[0]

    def __call__(self) -> datetime:
        return self.at


async def test_a_season_of_commands_forms_presses_faults_and_words_leaves_no_trace_in_the_log(
    local_discord: DiscordServer,
    tmp_path: Path,
    shelf: Library,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, "sqlalchemy.engine")
    server, clock = local_discord, Clock()
    ada = server.user("Ada", installed=True)
    tokens = [server.token]
    async with running_bot(server, tmp_path / "a.db", shelf, now=clock) as running:
        for day in SEASON:
            clock.at = day
            opened = await server.command(ada, "assess")
            sent = await server.submit(ada, await opened.modal(), FIRST)
            reading = await sent.message()
            wrong = await server.submit(
                ada, await opened.modal(), {**FIRST, "step2_ck": f"{SCORE} {WORDS}"}
            )
            fixing = await server.press(
                ada, await wrong.message(), (await wrong.message()).pressable["Fix this"]
            )
            asked = [
                await server.press(ada, reading, identifier)
                for identifier in list(reading.pressable.values())[:6]
            ]
            asked += [
                await server.command(ada, "whatif", {"step2_ck": SCORE}),
                await server.command(ada, "profile", {"budget": int(MONEY)}, forged=True),
                await server.command(ada, "privacy", {"what": "export"}),
                await server.command(ada, "assess", {"note": WORDS}, forged=True),
            ]
            for one in asked:
                await one.answered()
            await server.say(ada, server.dm(ada), f"{WORDS} {SCORE} I want to die")
            refusing = server.fail("POST /interactions/*/callback", status=403, code=50001, times=1)
            lost = await server.command(ada, "whatif", {"step2_ck": SCORE})
            await refusing.caught()
            assert "could not be shown" in (await lost.message()).text
            server.sockets.drop()
            await server.sockets.saw("resume", SEASON.index(day) + 1)
            await running.heard_all()
            tokens += [one.token for one in (opened, sent, wrong, fixing, lost, *asked)]
    lines = [
        f"{record.getMessage()} {record.exc_text or ''} {record.exc_info or ''}"
        for record in caplog.records
    ]
    assert any("UPDATE" in line for line in lines), "nothing was logged at all"
    assert any(record.levelno >= logging.ERROR for record in caplog.records)
    for marker in (SCORE, MONEY):
        found = re.compile(rf"(?<![\d.]){marker}(?!\d)")
        assert not [line for line in lines if found.search(line)]
    for marker in (WORDS, *tokens):
        assert not [line for line in lines if marker in line]
