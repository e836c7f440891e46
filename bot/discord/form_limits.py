"""Discord's limits for forms and declared commands, as published; a test holds each."""

MODAL_TITLE = 45
MODAL_PARTS = 5
LABEL = 45
LABEL_DESCRIPTION = 100
INPUT_TEXT = 4000
"""Characters that a text input takes, and that it may be filled in with."""
PLACEHOLDER = 100
FEWEST_RADIO = 2
MOST_RADIO = 10
MOST_BOXES = 10
MOST_MENU = 25
OPTION_TEXT = 100
"""Characters of an option's label, of its value and of its description, each."""

COMMANDS = 100
COMMAND_NAME = 32
COMMAND_DESCRIPTION = 100
COMMAND_OPTIONS = 25
COMMAND_CHOICES = 25
COMMAND_CHARACTERS = 8000
"""Characters of one command: names, descriptions and values, its options' and choices' too."""
STRING_VALUE = 6000
CHOICE_NAME = 100
CHOICE_VALUE = 100
