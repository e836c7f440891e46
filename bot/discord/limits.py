"""Discord's limits, as published in its developer documentation in November 2026.

Lengths are counted in UTF-16 code units, which is never less than what Discord counts.
"""

from bot.rendering.lengths import units as units

# Messages: developers/components/reference and the announcement of the second version.
COMPONENTS = 40
"""Components of a message, those inside others counted too."""
TEXT = 4000
"""Characters over all text displays of a message (COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED)."""
FILES = 10
"""Files of a message (developers/resources/message, uploading files)."""
MEDIA = 10
"""Pictures of one media gallery."""
MEDIA_DESCRIPTION = 1024
"""Characters of a picture's alternative text."""
SECTION_TEXTS = 3
"""Text displays of a section, one at least."""

# What can be pressed.
CUSTOM_ID = 100
"""Characters of an identifier; no two of a message may be the same."""
ROW_BUTTONS = 5
"""Buttons of a row; a select takes a row alone."""
BUTTON_LABEL = 80
"""Characters of a button's label."""
SELECT_OPTIONS = 25
"""Options of a select; no two values may be the same."""
OPTION_LABEL = 100
"""Characters of an option's label."""
OPTION_VALUE = 100
"""Characters of an option's value."""
OPTION_DESCRIPTION = 100
"""Characters of an option's description."""
PLACEHOLDER = 150
"""Characters that a select shows before anything is chosen."""

# Modals: developers/interactions/receiving-and-responding and components/reference.
MODAL_TITLE = 45
"""Characters of a modal's title."""
MODAL_ITEMS = 5
"""Top-level components of a modal, one at least."""
MODAL_LABEL = 45
"""Characters of a question's label."""
MODAL_DESCRIPTION = 100
"""Characters of the line under a question's label."""
TEXT_INPUT = 4000
"""Characters that a text input can be given or can hold already."""
TEXT_PLACEHOLDER = 100
"""Characters that an empty text input shows."""
RADIO_OPTIONS = range(2, 11)
"""How many options a radio group may have."""
CHECKBOX_OPTIONS = range(1, 11)
"""How many options a checkbox group may have."""

# Commands: developers/interactions/application-commands.
COMMANDS = 100
"""Global slash commands of an application."""
COMMAND_NAME = 32
"""Characters of the name of a command or an option."""
COMMAND_OPTIONS = 25
"""Options of a command."""
COMMAND_CHARACTERS = 8000
"""Characters of a command's names, descriptions and values together; discord.py does not check."""
COMMAND_DESCRIPTION = 100
"""Characters of the description of a command or an option, one at least."""
COMMAND_CHOICES = 25
"""Choices of an option, and suggestions while somebody types."""
CHOICE_NAME = 100
"""Characters of a choice's name, and of its value where that is text."""
STRING_VALUE = 6000
"""Characters that may be typed for an option."""
