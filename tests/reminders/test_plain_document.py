"""What is said as plainly as can be still says what it is about, and when."""

from datetime import date

import pytest

from bot.console.plain import plain_text
from core.deliveries.composing import compose
from core.dialogue.buttons import buttons
from core.reminders.carried import Carried, CarriedItem, CarriedKind

DATES = Carried(
    kind=CarriedKind.REMINDER,
    zone="America/Chicago",
    today=date(2027, 3, 1),
    items=(
        CarriedItem(
            key="rank_list@2027",
            rung="last",
            title="Rank list certified",
            at="2027-03-03T21:00",
            zone="America/New_York",
            why="Long words.",
        ),
    ),
)


@pytest.mark.parametrize(
    ("carried", "says"),
    [
        (DATES, "Rank list certified: Wednesday 3 March 2027"),
        (Carried(kind=CarriedKind.CHECK, zone="UTC", today=DATES.today), "still useful?"),
        (Carried(kind=CarriedKind.WELCOME, zone="UTC", today=DATES.today), "come here"),
    ],
)
def test_a_plain_message_says_what_it_is_about_and_has_no_buttons(
    carried: Carried, says: str
) -> None:
    written = {**carried.written(), "plain": True}
    reply = compose(written, 1, maybe_again=False)
    said = plain_text(reply, 100)
    assert says in said
    assert "Long words" not in said
    assert list(buttons(reply)) == []
    assert "already" in plain_text(compose(written, 1, maybe_again=True), 100)
