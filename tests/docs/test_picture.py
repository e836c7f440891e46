"""The README's picture of the assessment on Discord, as far as no browser is needed."""

import re
from html import unescape

from PIL import Image

from core.commands.visit import Library
from tests.discord.reading import words_seen
from tests.docs.discord_page import page
from tests.docs.pages import CHECKOUT
from tests.docs.picture import PICTURE, SCALE, WIDTH, assessment
from tests.platforms.discord_server.text import walk


async def test_the_page_shows_all_that_the_message_says_and_can_be_pressed(shelf: Library) -> None:
    message = await assessment(shelf)
    content = page(message, asked_by="Ada", command="assess", at="noon")
    body = re.sub(r"<style>.*?</style>", "", content, flags=re.DOTALL)
    shown = unescape(re.sub(r"<[^>]+>", " ", body)).split()
    said = [words_seen(part["content"]) for part in walk(message.components) if part["type"] == 10]
    assert said
    assert set(" ".join(said).split()) <= set(shown)
    assert set(" ".join(message.pressable).split()) <= set(shown)
    assert "Only you can see this" in body


def test_the_picture_is_small_and_as_wide_as_a_phone() -> None:
    with Image.open(PICTURE) as picture:
        assert picture.width == WIDTH * SCALE
    assert PICTURE.stat().st_size < 400_000


def test_the_readme_shows_it_with_words_for_those_who_cannot_see_it() -> None:
    shown = re.search(
        r'<img src="([^"]+)" width="(\d+)" alt="([^"]+)">', (CHECKOUT / "README.md").read_text()
    )
    assert shown is not None
    assert CHECKOUT / shown[1] == PICTURE
    assert int(shown[2]) <= WIDTH
    assert len(shown[3]) > 100
