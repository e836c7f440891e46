"""Which addresses are Slack's: answers and tokens go nowhere else."""

import pytest

from bot.slack.addresses import is_slacks
from bot.slack.calling import Clients, SlackRefused, open_session

SLACK, LOCAL = "https://slack.com/api/", "http://127.0.0.1:8123/api/"


@pytest.mark.parametrize("api", [SLACK, LOCAL])
@pytest.mark.parametrize(
    ("address", "theirs"),
    [
        ("https://hooks.slack.com/commands/T1/2/3", True),
        ("https://files.slack.com/files-pri/T1-F1/a.txt", True),
        ("https://a.slack-files.com/a.txt", True),
        ("http://files.slack.com/a.txt", False),
        ("https://notslack.com/a.txt", False),
        ("https://slack.com.example.org/a.txt", False),
        ("https://example.org/.slack.com", False),
        ("http://127.0.0.1:9/a.txt", False),
        ("http://127.0.0.1:no/a.txt", False),
        ("", False),
    ],
)
def test_an_address_is_slacks_by_its_host_over_https(api: str, address: str, theirs: bool) -> None:
    assert is_slacks(address, api) is theirs


def test_a_slack_of_ones_own_is_known_by_host_and_port() -> None:
    assert is_slacks("http://127.0.0.1:8123/files/a.txt", LOCAL)
    assert not is_slacks("http://127.0.0.1:8123/files/a.txt", SLACK)


async def test_no_answer_is_posted_to_an_address_that_is_not_slacks() -> None:
    async with open_session() as session:
        with pytest.raises(SlackRefused, match="not an address"):
            await Clients(session).answer_at("https://example.org/answers", {"text": "219"})
