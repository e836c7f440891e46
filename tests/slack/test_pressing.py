"""What can be pressed: every button holds its own state and says all of it."""

from typing import Any

from bot.slack.sheets import Surface, lay_out
from core.dialogue.identifier import Pressed
from core.dialogue.reply import Action, Actions, Block, Item, Items, Reply
from core.dialogue.request import Asked
from core.dialogue.text import text
from tests.slack.block_rules import check_sheet, lines_of, pressable, requests

OWNER = "U0123456789"


def blocks(*of: Block) -> list[dict[str, Any]]:
    reply = Reply(text("Title"), of)
    (sheet,) = lay_out(reply, owner=OWNER, surface=Surface.MESSAGE, with_files=False).sheets
    check_sheet(sheet, Surface.MESSAGE)
    return list(sheet.blocks)


def elements(*of: Block) -> list[dict[str, Any]]:
    return list(pressable(blocks(*of)))


def labels(*of: Block) -> list[str]:
    return [element["text"]["text"] for element in elements(*of) if "text" in element]


def words(*of: Block) -> list[str]:
    return lines_of(blocks(*of))


def action(label: str, name: str = "plan") -> Action:
    return Action(label, "topic", {"name": name})


def actions(count: int) -> tuple[Action, ...]:
    return tuple(action(f"Topic {n}", f"t{n}") for n in range(count))


def test_a_button_carries_its_request_and_who_may_press_it() -> None:
    made = blocks(Actions((action("Plan"),)))
    (button,) = pressable(made)
    assert button["text"]["text"] == "Plan"
    assert requests(made) == [Pressed(Asked("topic", {"name": "plan"}), OWNER)]


def test_every_button_of_a_message_has_a_name_of_its_own() -> None:
    item = Items((Item(text("a"), action=action("Why", "why")),))
    made = elements(item, Actions(actions(2), actions(3)), Actions((action("Z"),), actions(2)))
    assert [element["action_id"] for element in made] == [
        "press:1", "press:2", "press:3", "menu:1", "press:4", "menu:2",
    ]  # fmt: skip


def test_the_first_button_is_the_main_one() -> None:
    made = elements(Actions(actions(3)))
    assert [button.get("style") for button in made] == ["primary", None, None]


def test_a_deleting_button_warns_and_is_never_the_main_one() -> None:
    delete = Action("Delete everything", "privacy", {"what": "delete"}, destructive=True)
    made = elements(Actions((delete, action("Keep"))))
    assert [button.get("style") for button in made] == ["danger", None]


def test_what_may_be_folded_is_in_a_menu_beside_the_buttons() -> None:
    made = blocks(Actions(actions(2), tuple(action(f"More {n}", f"m{n}") for n in range(30))))
    row = made[-1]["elements"]
    assert [element["type"] for element in row] == ["button", "button", "static_select"]
    assert row[2]["placeholder"]["text"] == "More"
    assert requests(made)[-1] == Pressed(Asked("topic", {"name": "m29"}), OWNER)


def test_few_are_not_folded_where_no_button_stands_before_them() -> None:
    assert labels(Actions((), actions(5))) == [f"Topic {n}" for n in range(5)]
    assert all("style" not in button for button in elements(Actions((), actions(5))))
    assert [element["type"] for element in elements(Actions((), actions(6)))] == ["static_select"]


def test_the_same_button_twice_in_a_row_is_there_once() -> None:
    assert labels(Actions((action("Plan"), action("Plan"), action("Other")))) == ["Plan", "Other"]


def test_another_label_of_the_same_choice_is_said() -> None:
    block = Actions(actions(1), (action("Plan"), action("Why"), action("Plan")))
    assert "\u2022 Why: the same as Plan" in words(block)
    assert len(elements(block)[1]["options"]) == 1


def test_a_label_that_is_too_long_is_shortened_and_stands_in_full_above() -> None:
    long = "a long label " * 9
    (shown,) = labels(Actions((action(long),)))
    assert len(shown) <= 75
    assert shown.endswith("\u2026")
    assert f"\u2022 {long.strip()}" in words(Actions((action(long),)))
    choices = Actions(actions(1), (action(long),))
    assert f"\u2022 {long.strip()}" in words(choices)
    item = Items((Item(text("Letters"), action=action(long)),))
    assert words(item)[-2:] == ["\u2022 Letters", long.strip()]


def test_a_button_without_words_is_named_by_its_command() -> None:
    assert labels(Actions((Action(" \n", "topic"),))) == ["/topic"]


def test_what_no_identifier_can_carry_is_a_line_to_type() -> None:
    block = Actions((action("Far", "x" * 100), action("Near")))
    assert labels(block) == ["Near"]
    assert f"\u2022 Far: `/topic name:{'x' * 100}`" in words(block)
