import json
import traceback
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.profile.applicant import Profile
from core.storage import documents
from core.storage.documents import DOCUMENT_VERSION, DocumentNewer, DocumentUnreadable, upgrade
from core.storage.documents import write as written
from core.terms import ApplicantType, Specialty

counts = st.integers(0, 400)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "applicant": st.sampled_from(ApplicantType),
        "specialty": st.lists(st.sampled_from(Specialty), unique=True).map(tuple),
        "season": st.integers(2020, 2040),
        "step2_ck": counts,
        "step2_date": st.dates(date(2000, 1, 1)),
        "home_dr": st.booleans(),
        "mentor": st.none(),
        "ties": st.lists(st.text(max_size=20)).map(tuple),
        "country": st.text(max_size=10),
        "budget": counts,
    },
)


@given(ANSWERS)
def test_every_profile_survives_its_document(answers: dict[str, Any]) -> None:
    profile = Profile(**answers)
    document = json.loads(json.dumps(written(profile)))
    read = upgrade(document, DOCUMENT_VERSION)
    assert read.profile == profile
    assert read.dropped == ()


def test_what_is_unknown_takes_no_room() -> None:
    assert written(Profile(step2_ck=240)) == {"step2_ck": 240}


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(sorted(Profile.model_fields)) | st.text(max_size=9), JUNK))
def test_whatever_a_document_holds_the_readable_answers_stay(document: dict[str, Any]) -> None:
    read = upgrade({**document, "season": 2027}, DOCUMENT_VERSION)
    assert read.profile.season == 2027
    assert set(read.dropped) <= set(document)
    assert read.profile.model_fields_set == ({*document, "season"} - set(read.dropped))


def test_a_newer_document_is_refused() -> None:
    with pytest.raises(DocumentNewer, match="newer version"):
        upgrade({}, DOCUMENT_VERSION + 1)


@pytest.mark.parametrize("document", [None, [], "score-197", 197])
def test_what_is_no_document_is_refused_without_being_quoted(document: object) -> None:
    with pytest.raises(DocumentUnreadable) as caught:
        upgrade(document, DOCUMENT_VERSION)
    assert "197" not in "".join(traceback.format_exception_only(caught.value))


def test_an_old_document_goes_through_every_step_to_the_newest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps = {
        1: lambda old: {"step2_score": old["score"]},
        2: lambda old: {"step2_ck": old["step2_score"]},
    }
    monkeypatch.setattr(documents, "DOCUMENT_VERSION", 3)
    monkeypatch.setattr(documents, "_STEPS", MappingProxyType(steps))
    assert upgrade({"score": 231}, 1).profile == Profile(step2_ck=231)
    assert upgrade({"step2_score": 231}, 2).profile == Profile(step2_ck=231)


def test_there_is_a_step_from_every_older_version() -> None:
    assert set(documents._STEPS) == set(range(1, DOCUMENT_VERSION))
