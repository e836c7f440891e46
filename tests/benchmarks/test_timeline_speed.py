"""How long it takes to plan a person's whole timeline, over a few thousand people."""

from itertools import cycle

from pytest_benchmark.fixture import BenchmarkFixture

from core.profile.applicant import Profile
from core.timeline.plan import timeline_for
from tests.assessment.profiles import TODAY, held, seeded, varied

PEOPLE = 3000


def test_one_timeline(benchmark: BenchmarkFixture) -> None:
    rng = seeded(1)
    people = cycle([varied(rng) for _ in range(PEOPLE)])
    prepared = held()

    def next_person() -> tuple[tuple[Profile], dict[str, object]]:
        return (next(people),), {}

    benchmark.pedantic(  # type: ignore[no-untyped-call]
        lambda profile: timeline_for(profile, prepared, TODAY),
        setup=next_person,
        rounds=PEOPLE,
        warmup_rounds=100,
    )
