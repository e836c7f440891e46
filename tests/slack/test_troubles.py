"""What people are told when Slack refuses."""

import pytest

from bot.slack import troubles
from bot.slack.authorizing import ENDED
from bot.slack.troubles import SENTENCES

ALONE = [said for name, said in vars(troubles).items() if name.isupper() and isinstance(said, str)]
EVERY = sorted({*SENTENCES.values(), *ALONE})


@pytest.mark.parametrize("sentence", EVERY)
def test_a_sentence_is_plain_whole_and_without_slacks_own_words(sentence: str) -> None:
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "_" not in sentence
    assert len(sentence) < 300
    assert not any(word in sentence.lower() for word in ("error", "token", "null", "exception"))


@pytest.mark.parametrize("error", [*sorted(ENDED), "messages_tab_disabled", "cannot_dm_user"])
def test_what_is_likely_has_a_sentence_of_its_own(error: str) -> None:
    assert error in SENTENCES
