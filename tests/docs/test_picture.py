"""The README's pictures, as far as no browser is needed."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.commands.visit import Library
from tests.discord.reading import words_seen
from tests.docs import discord_page, slack_page
from tests.docs.discord_shown import assessment
from tests.docs.pages import CHECKOUT
from tests.docs.photograph import SCALE, WIDTH
from tests.docs.picture import DISCORD, HOME, PICTURES, SLACK
from tests.docs.slack_shown import Shown, shown_on_slack
from tests.platforms.discord_server.text import walk
from tests.platforms.slack_server.reading import words

README = (CHECKOUT / "README.md").read_text()
IMAGES = re.findall(r'<img src="([^"]+)" width="(\d+)" alt="([^"]+)">', README)


@pytest.fixture
async def slack(shelf: Library) -> Shown:
    return await shown_on_slack(shelf)


def body_of(content: str) -> str:
    return re.sub(r"<style>.*?</style>", "", content, flags=re.DOTALL)


def read(content: str) -> list[str]:
    """The words that somebody reads on a page."""
    running = re.sub(r"</?(?:a|b|i|s|code)\b[^>]*>", "", body_of(content))
    return unescape(re.sub(r"<[^>]+>", " ", running)).split()


async def test_the_page_of_discord_shows_all_that_the_message_says_and_can_be_pressed(
    shelf: Library,
) -> None:
    message = await assessment(shelf)
    content = discord_page.page(message, asked_by="Ada", command="assess", at="noon")
    said = [words_seen(part["content"]) for part in walk(message.components) if part["type"] == 10]
    assert said
    assert set(" ".join(said).split()) <= set(read(content))
    assert set(" ".join(message.pressable).split()) <= set(read(content))
    assert "Only you can see this" in content


def test_the_page_of_slack_shows_all_that_the_message_says_and_can_be_pressed(slack: Shown) -> None:
    message = slack.assessment
    content = slack_page.message_page(message, channel="radiology", at="noon")
    assert words(message.blocks)
    folded = {option["text"]["text"] for one in menus(message.blocks) for option in one["options"]}
    seen = [line for line in words(message.blocks).splitlines() if line not in folded]
    assert set(" ".join(seen).split()) <= set(read(content))
    assert set(" ".join(message.pressable).split()) <= set(read(content))
    assert message.ephemeral
    assert "Only visible to you" in content


def test_the_page_of_app_home_shows_all_that_is_there(slack: Shown) -> None:
    content = slack_page.home_page(slack.home)
    assert set(slack.home.words.split()) <= set(read(content))
    assert set(" ".join(slack.home.pressable).split()) <= set(read(content))


def test_nothing_that_is_said_on_slack_is_taken_for_a_tag(slack: Shown) -> None:
    slack.assessment.blocks[:] = [said("<b>&amp;</b> a < b")]
    content = slack_page.message_page(slack.assessment, channel="<i>", at="<u>")
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt; a &lt; b" in content
    assert not {"<i>", "<u>"} & set(re.findall(r"<\w>", body_of(content)))


def test_what_the_page_cannot_show_is_no_silent_hole(slack: Shown) -> None:
    slack.assessment.blocks[:] = [{"type": "video"}]
    with pytest.raises(slack_page.NotDrawnError, match="video"):
        slack_page.message_page(slack.assessment, channel="radiology", at="noon")


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_small_and_as_wide_as_a_phone(path: Path) -> None:
    with Image.open(path) as picture:
        assert picture.width == WIDTH * SCALE
    assert path.stat().st_size < 400_000


def test_the_readme_shows_them_with_words_for_those_who_cannot_see_them() -> None:
    assert [CHECKOUT / source for source, _, _ in IMAGES] == [DISCORD, SLACK, HOME]
    for _, width, alternative in IMAGES:
        assert int(width) <= WIDTH
        assert len(alternative) > 100


def menus(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [one for row in rows for one in row if one["type"] == "static_select"]


def said(line: str) -> dict[str, Any]:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": line}]}
    return {"type": "rich_text", "elements": [section]}
