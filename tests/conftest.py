"""The facts, loaded once a worker, and the questions made from them."""

import pytest
from hypothesis import settings

from bot.app import library
from bot.settings import StorageSettings
from core.commands.visit import Library
from core.facts.catalogue import Facts
from core.facts.load import load_facts
from core.profile.questions.bank import QuestionBank, question_bank

# How long an example takes says more of the machine than of the code.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def facts() -> Facts:
    """The shipped facts."""
    return load_facts()


@pytest.fixture(scope="session")
def bank(facts: Facts) -> QuestionBank:
    """The shipped questions."""
    return question_bank(facts.limits, facts.calendar)


@pytest.fixture(scope="session")
def shelf() -> Library:
    """Everything that is loaded once."""
    return library(StorageSettings(database="sqlite://"))
