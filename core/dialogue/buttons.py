"""A reply's buttons, numbered in the order in which they are read."""

from core.dialogue.reply import Action, Actions, Block, Items, Reply
from core.dialogue.request import Asked


def buttons(reply: Reply) -> tuple[Action, ...]:
    """The actions of a reply; the first is number 1."""
    return tuple(action for block in reply.blocks for action in block_buttons(block))


def block_buttons(block: Block) -> tuple[Action, ...]:
    """The actions of one block, in reading order."""
    match block:
        case Items():
            return tuple(item.action for item in block.items if item.action is not None)
        case Actions():
            return (*block.actions, *block.more)
        case _:
            return ()


def pressed(action: Action) -> Asked:
    """What pressing the button asks."""
    return Asked(action.command, dict(action.arguments))
