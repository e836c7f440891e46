"""Slack's limits, as published in its developer documentation in November 2026.

Lengths are counted in UTF-16 code units, which is never less than what Slack counts.
"""

from bot.rendering.lengths import units as units

# Messages: reference/block-kit and reference/methods/chat.postMessage.
MESSAGE_BLOCKS = 50
"""Blocks of a message."""
MESSAGE_CHARACTERS = 12_000
"""Characters over all blocks of a message. Slack publishes no figure; refusals with
``msg_blocks_too_long`` were seen from about 13,200."""
MESSAGE_TEXT = 4000
"""Characters of a message's plain text, which notifications and screen readers use."""
SECTION_TEXT = 3000
"""Characters of a section, and of one block of rich text here."""
CONTEXT_TEXT = 2000
"""Characters of one text of a context block."""
HEADER_TEXT = 150
"""Characters of a header."""
BLOCK_ID = 255
"""Characters of a block's id; no two of a message or view may be the same."""

# Tables: reference/block-kit/blocks/table-block. One a message, none in a view.
TABLE_ROWS = 100
"""Rows of a table, its head counted too."""
TABLE_COLUMNS = 20
"""Columns of a table."""
TABLE_CHARACTERS = 10_000
"""Characters over all cells of the tables of a message."""

# What can be pressed: reference/block-kit/block-elements.
ACTION_ELEMENTS = 25
"""Buttons and menus of an actions block."""
ACTION_ID = 255
"""Characters of an element's id; no two of a block may be the same."""
BUTTON_TEXT = 75
"""Characters of a button's label; Slack shows about 30 of them."""
BUTTON_VALUE = 2000
"""Characters of a button's value."""
SELECT_OPTIONS = 100
"""Options of a menu."""
OPTION_TEXT = 75
"""Characters of an option's label."""
OPTION_VALUE = 150
"""Characters of an option's value; no two of an element may be the same."""
OPTION_DESCRIPTION = 75
"""Characters of the line under an option."""
PLACEHOLDER = 150
"""Characters that an empty input or menu shows."""
RADIO_OPTIONS = 10
"""Options of a group of radio buttons, one at least."""
CHECKBOX_OPTIONS = 10
"""Options of a group of boxes, one at least."""

# Views: reference/views.
VIEW_BLOCKS = 100
"""Blocks of a modal or of App Home."""
VIEW_BYTES = 250_000
"""Bytes of a view as JSON."""
VIEW_TITLE = 24
"""Characters of a modal's title, and of its buttons."""
PRIVATE_METADATA = 3000
"""Characters that a view carries along unseen."""
INPUT_LABEL = 2000
"""Characters of an input's label."""
INPUT_HINT = 2000
"""Characters of the line under an input."""
TEXT_INPUT = 3000
"""Characters that may be typed into an input."""
FIELD_ERROR = 300
"""Characters of an error beside a field. Slack publishes no figure; more is not read there."""

# Pictures and files: reference/block-kit/blocks/image-block and files.getUploadURLExternal.
ALTERNATIVE_TEXT = 1000
"""Characters of a picture's alternative text when it is uploaded."""

# App manifest: reference/app-manifest.
MANIFEST_COMMANDS = 50
"""Slash commands of an app."""
COMMAND_NAME = 32
"""Characters of a slash command, its stroke counted."""
COMMAND_DESCRIPTION = 2000
"""Characters of a command's description."""
COMMAND_HINT = 1000
"""Characters of the hint beside a command."""

# Life cycles: interactivity and web API documentation.
RESPONSE_URL_USES = 5
"""How often a response address can be used, within 30 minutes."""
