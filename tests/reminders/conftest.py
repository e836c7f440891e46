import pytest

from core.facts.catalogue import Facts
from core.facts.load import load_facts
from core.facts.reminders import ReminderRules


@pytest.fixture(scope="session")
def facts() -> Facts:
    return load_facts()


@pytest.fixture(scope="session")
def rules(facts: Facts) -> ReminderRules:
    return facts.reminders
