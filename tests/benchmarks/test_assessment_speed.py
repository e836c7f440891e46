"""How long an assessment takes, over a few thousand people: its first page, and all of it."""

from collections.abc import Callable
from itertools import cycle

from pytest_benchmark.fixture import BenchmarkFixture

from core.assessment.assess import Assessment, assess
from core.profile.applicant import Profile
from tests.assessment.profiles import TODAY, held, seeded, varied

PEOPLE = 3000


def measure(benchmark: BenchmarkFixture, read: Callable[[Assessment], object]) -> None:
    rng = seeded(1)
    people = cycle([varied(rng) for _ in range(PEOPLE)])
    prepared = held()

    def next_person() -> tuple[tuple[Profile], dict[str, object]]:
        return (next(people),), {}

    benchmark.pedantic(  # type: ignore[no-untyped-call]
        lambda profile: read(assess(profile, prepared, TODAY)),
        setup=next_person,
        rounds=PEOPLE,
        warmup_rounds=100,
    )


def test_one_assessment(benchmark: BenchmarkFixture) -> None:
    measure(benchmark, lambda reading: reading)


def test_one_assessment_of_which_every_part_is_read(benchmark: BenchmarkFixture) -> None:
    measure(
        benchmark,
        lambda reading: (
            reading.evidence,
            reading.by_topic,
            reading.plan,
            reading.disagreements,
            reading.unknowns,
            reading.ask,
        ),
    )
