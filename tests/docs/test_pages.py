"""The generated pages say what the product says."""

from tests.docs.pages import CHECKOUT, START, pages, scenarios


async def test_every_generated_page_is_up_to_date() -> None:
    for path, content in (await pages()).items():
        assert path.read_text() == content, f"{path.name} is out of date: run make docs"


def test_the_readings_hold_the_guides_scenarios_and_six_models() -> None:
    titles = [scenario.title for scenario in scenarios()]
    assert sum(title.startswith("Model ") for title in titles) == 6
    assert sum(title.startswith("A guide's") for title in titles) >= 5


def test_the_readme_shows_the_commands() -> None:
    assert START in (CHECKOUT / "README.md").read_text()


def test_the_first_two_commands_of_the_readme_are_the_two_commands() -> None:
    readme = (CHECKOUT / "README.md").read_text()
    assert 0 < readme.index("make run") < readme.index("make test")
