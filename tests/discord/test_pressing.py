"""What can be pressed: every button holds its own state, once in a message, and says all of it."""

from bot.discord.parts import Beside, Button, ButtonRow, Menu, Part, Words
from bot.discord.sheets import lay_out
from core.dialogue.identifier import Pressed, read_identifier, write_identifier
from core.dialogue.reply import Action, Actions, Block, Item, Items, Reply
from core.dialogue.request import Asked
from core.dialogue.text import text

OWNER = "1234567890123456789"


def parts(*blocks: Block) -> tuple[Part, ...]:
    (sheet,) = lay_out(Reply(text("Title"), blocks), OWNER).sheets
    return sheet.parts


def rows(*blocks: Block) -> list[tuple[Button, ...]]:
    return [part.buttons for part in parts(*blocks) if isinstance(part, ButtonRow)]


def menus(*blocks: Block) -> list[Menu]:
    return [part for part in parts(*blocks) if isinstance(part, Menu)]


def words(*blocks: Block) -> str:
    return "\n".join(part.markdown for part in parts(*blocks) if isinstance(part, Words | Beside))


def action(label: str, name: str = "plan", **more: str) -> Action:
    return Action(label, "topic", {"name": name, **more})


def actions(count: int) -> tuple[Action, ...]:
    return tuple(action(f"Topic {n}", f"t{n}") for n in range(count))


def test_a_button_carries_its_request_and_who_may_press_it() -> None:
    ((button,),) = rows(Actions((action("Plan"),)))
    assert button.label == "Plan"
    assert read_identifier(button.identifier) == Pressed(Asked("topic", {"name": "plan"}), OWNER)


def test_the_first_button_is_the_main_one() -> None:
    ((*styles,),) = ([button.style for button in row] for row in rows(Actions(actions(3))))
    assert styles == ["primary", "secondary", "secondary"]


def test_a_deleting_button_warns_and_is_never_the_main_one() -> None:
    delete = Action("Delete everything", "privacy", {"what": "delete"}, destructive=True)
    ((first, second),) = rows(Actions((delete, action("Keep"))))
    assert (first.style, second.style) == ("danger", "secondary")


def test_a_row_has_five_buttons() -> None:
    assert [len(row) for row in rows(Actions(actions(12)))] == [5, 5, 2]


def test_what_may_be_folded_goes_into_menus_of_25() -> None:
    first, second = menus(Actions(actions(2), tuple(action("More", f"m{n}") for n in range(30))))
    assert (len(first.choices), len(second.choices)) == (25, 5)
    assert first.identifier == write_identifier("menu", {"n": "1"}, owner=OWNER)
    assert second.identifier == write_identifier("menu", {"n": "2"}, owner=OWNER)
    read = read_identifier(second.choices[-1].identifier)
    assert read == Pressed(Asked("topic", {"name": "m29"}), OWNER)


def test_few_are_not_folded_where_no_button_stands_before_them() -> None:
    assert [len(row) for row in rows(Actions((), actions(5)))] == [5]
    assert not menus(Actions((), actions(5)))
    assert menus(Actions((), actions(6)))
    assert menus(Actions(actions(1), (action("More", "m"),)))


def test_menus_of_one_message_have_names_of_their_own() -> None:
    one, two = menus(Actions((), actions(6)), Actions((), tuple(reversed(actions(7)))))
    assert one.identifier != two.identifier
    assert [choice.label for choice in two.choices] == ["Topic 6"], "the others are there already"


def test_the_same_button_twice_in_a_message_is_there_once() -> None:
    assert rows(Actions((action("Plan"), action("Plan"))), Actions((action("Plan"),))) == [
        (Button("Plan", write_identifier("topic", {"name": "plan"}, owner=OWNER), "primary"),)
    ]


def test_another_label_of_the_same_request_is_said() -> None:
    item = Item(text("Letters"), action=action("Why"))
    assert "-# Why: the same as Plan" in words(Actions((action("Plan"),)), Items((item,)))


def test_a_label_that_is_too_long_is_shortened_and_stands_in_full_above() -> None:
    long = "a long label " * 9
    ((button,),) = rows(Actions((action(long),)))
    assert len(button.label) <= 80
    assert button.label.endswith("…")
    assert f"- {long.strip()}" in words(Actions((action(long),)))


def test_a_choice_that_is_too_long_is_shortened_and_stands_in_full_above() -> None:
    long = "a long label " * 9
    block = Actions(actions(1), (action(long),))
    (menu,) = menus(block)
    assert 80 < len(menu.choices[0].label) <= 100
    assert f"- {long.strip()}" in words(block)


def test_a_button_without_words_is_named_by_its_command() -> None:
    assert rows(Actions((Action(" \n", "topic"),)))[0][0].label == "/topic"


def test_what_no_identifier_can_carry_is_a_line_to_type() -> None:
    block = Actions((action("Far", "x" * 100), action("Near")))
    assert [button.label for (button,) in rows(block)] == ["Near"]
    assert f"- Far: `/topic name:{'x' * 100}`" in words(block)


def test_an_item_has_its_button_beside_it() -> None:
    item = Item(text("Letters"), text("two of them"), action("Why"))
    (beside,) = (part for part in parts(Items((item,))) if isinstance(part, Beside))
    assert beside.markdown == "- Letters\n  two of them"
    assert beside.button.label == "Why"


def test_a_long_item_has_its_button_beside_its_last_words() -> None:
    item = Item(text("word " * 600), text("the end"), action("Why"))
    *_, last = parts(Items((item,)))
    assert isinstance(last, Beside)
    assert last.markdown == "the end"


def test_an_item_of_a_button_alone_is_a_button() -> None:
    assert [len(row) for row in rows(Items((Item((), action=action("Why")),)))] == [1]
