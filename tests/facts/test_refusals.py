"""Facts that are wrong are refused, with the file, the entry and what is wrong in the message."""

from pathlib import Path

import pytest

from core.facts.broken import FactsBroken
from core.facts.load import load_facts
from tests.facts.conftest import Changed

ENTRY = """
- id: ask_early
  topic: letters
  form: note
  when: {when}
  phases: [building]
  label: "{label}"
  advice: "Ask early."
  reason: "People are busy."
  sources:
    - {{guide: dr, section: "2. Relationships with Radiology Faculty"}}
"""


def _refusal(root: Path) -> FactsBroken:
    with pytest.raises(FactsBroken) as refused:
        load_facts(root)
    return refused.value


def _with_entry(changed: Changed, when: str = "{kind: always}", label: str = "Ask early") -> Path:
    root = changed("limits.yaml", "count: 60", "count: 60")
    (root / "guidance" / "zz_added.yaml").write_text(ENTRY.format(when=when, label=label), "utf-8")
    return root


def test_an_added_entry_of_guidance_is_read(changed: Changed) -> None:
    assert load_facts(_with_entry(changed)).guidance[-1].id == "ask_early"


def test_a_key_given_twice_is_refused(changed: Changed) -> None:
    broken = _refusal(changed("limits.yaml", "count: 60", "count: 60\ncount: 61"))
    assert (broken.file, broken.wrong) == ("limits.yaml", "the key 'count' is given twice")
    assert "line " in broken.entry


def test_a_file_that_is_no_yaml_is_refused_with_its_line(changed: Changed) -> None:
    broken = _refusal(changed("limits.yaml", "count: 60", "count: [60"))
    assert broken.file == "limits.yaml"
    assert broken.entry.startswith("line ")


def test_a_missing_file_is_refused(changed: Changed) -> None:
    root = changed("limits.yaml", "count: 60", "count: 60")
    (root / "bands.yaml").unlink()
    assert str(_refusal(root)) == "bands.yaml: the file is missing"


def test_an_unknown_source_is_refused(changed: Changed) -> None:
    broken = _refusal(changed("application.yaml", "[aamc_letters_2027]", "[nobody]"))
    assert str(broken) == "application.yaml, letters: there is no source 'nobody'"


def test_a_figure_in_guidance_text_is_refused(changed: Changed) -> None:
    broken = _refusal(_with_entry(changed, label="Ask 3 people"))
    assert (broken.file, broken.entry) == ("guidance/zz_added.yaml", "id ask_early")
    assert "a figure stands in the text" in broken.wrong


def test_a_parameter_nobody_gave_is_refused(changed: Changed) -> None:
    broken = _refusal(_with_entry(changed, label="Ask {many} people"))
    assert "no parameter ['many']" in broken.wrong


def test_an_unknown_kind_of_condition_is_refused(changed: Changed) -> None:
    broken = _refusal(_with_entry(changed, when="{kind: moon_is_full}"))
    assert broken.entry == "id ask_early"
    assert broken.wrong == "when: there is no condition of kind 'moon_is_full'"


def test_an_unknown_key_is_refused(changed: Changed) -> None:
    broken = _refusal(changed("support.yaml", "    reach: call 14416", "    ring: call 14416"))
    assert broken.entry == "name Tele-MANAS"
    assert "more)" in broken.wrong


def test_an_entry_given_in_two_files_is_refused(changed: Changed) -> None:
    root = _with_entry(changed)
    (root / "guidance" / "zz_again.yaml").write_text(
        (root / "guidance" / "zz_added.yaml").read_text("utf-8"), "utf-8"
    )
    assert str(_refusal(root)) == "guidance/zz_again.yaml, id ask_early: is given twice"


def test_a_source_given_twice_is_refused(changed: Changed) -> None:
    broken = _refusal(changed("sources.yaml", "- id: usmle_retake", "- id: usmle_attempt_limit"))
    assert str(broken) == "sources.yaml, id usmle_attempt_limit: is given twice"


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        (
            "- {band: below_matched, points: 235}",
            "- {band: moderately_low, points: 235}",
            "the bands do not run from the best to the lowest",
        ),
        (
            "- {band: mildly_low, points: 220}",
            "- {band: mildly_low, points: 240}",
            "the cuts by points do not fall",
        ),
        (
            "- {band: mildly_low, points: 220}",
            "- {band: mildly_low, points: 220, from_mean: -5}",
            "the cut mildly_low needs either points or from_mean",
        ),
        ("      points: 257", "      points: 258", "the first cut is not the centre"),
        (
            "- {band: not_low, points: 235}",
            "- {band: at_or_above_matched, points: 235}",
            "there is no centre to be at or above",
        ),
    ],
)
def test_a_band_table_in_disorder_is_refused(
    changed: Changed, old: str, new: str, wrong: str
) -> None:
    broken = _refusal(changed("bands.yaml", old, new))
    assert (broken.file, broken.wrong) == ("bands.yaml", wrong)


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        (
            "matched_centre: 247",
            "matched_centre: 248",
            "the centre's score is 247, and 248 in outcomes.yaml, dr_us_img_step2_2022",
        ),
        (
            "matched_n: 13\n    matched_centre: 253",
            "matched_n: 14\n    matched_centre: 253",
            "the centre's number of people is 13, and 14 in outcomes.yaml, ir_do_step2_2024",
        ),
        (
            "matched_lower: 249",
            "matched_lower: 248",
            "the centre's lower quarter is 249, and 248 in outcomes.yaml, dr_md_step2_2026",
        ),
    ],
)
def test_a_centre_that_differs_from_the_published_spread_is_refused(
    changed: Changed, old: str, new: str, wrong: str
) -> None:
    broken = _refusal(changed("outcomes.yaml", old, new))
    assert (broken.file, broken.wrong) == ("bands.yaml", wrong)


def test_an_applicant_with_two_tables_is_refused(changed: Changed) -> None:
    broken = _refusal(changed("bands.yaml", "[us_img]", "[us_img, us_md_senior]"))
    assert broken.entry == "dr us_md_senior"
    assert broken.wrong == "there are 2 tables where there should be one"


def test_an_applicant_without_a_table_is_refused(changed: Changed) -> None:
    broken = _refusal(changed("bands.yaml", "applicants: [canadian]", "applicants: []"))
    assert broken.wrong == "there are 0 tables where there should be one"


def test_a_guide_nobody_knows_is_refused(changed: Changed) -> None:
    broken = _refusal(changed("bands.yaml", "  - guide: dr\n", "  - guide: horoscope\n"))
    assert broken.wrong == "there is no guide 'horoscope'"


def test_a_milestone_given_twice_is_refused(changed: Changed) -> None:
    broken = _refusal(changed("seasons.yaml", "- name: nrmp_opens", "- name: submit"))
    assert str(broken) == "seasons.yaml, season 2025: submit is given twice"


def test_a_milestone_before_the_one_it_follows_is_refused(changed: Changed) -> None:
    broken = _refusal(changed("seasons.yaml", "2027-03-15T10:00:00", "2027-03-02T10:00:00"))
    assert str(broken) == "seasons.yaml, season 2027: match_week lies before rank_list_deadline"


def test_a_zone_that_does_not_exist_is_refused(changed: Changed) -> None:
    broken = _refusal(
        changed(
            "seasons.yaml", "at: 2027-03-15T10:00:00", "at: 2027-03-15T10:00:00\n        zone: Moon"
        )
    )
    assert broken.entry == "name match_week"
    assert "Moon" in broken.wrong


def test_a_rule_that_overrules_without_being_named_is_refused(changed: Changed) -> None:
    broken = _refusal(changed("disagreements.yaml", "  ruled_by: usmle_retake\n", ""))
    assert broken.entry == "retaking_step2"
    assert broken.wrong == "what is overruled names the rule, and nothing else does"


def test_a_side_with_neither_guide_nor_source_is_refused(changed: Changed) -> None:
    broken = _refusal(changed("disagreements.yaml", "      source: usmle_retake\n", ""))
    assert broken.wrong == "a side names either a guide or a source"


def test_an_action_put_first_that_is_no_entry_is_refused(changed: Changed) -> None:
    root = changed("ranking.yaml", "remedies:", "remedies:\n  - {gate: none, entries: [nowhere]}")
    assert str(_refusal(root)) == "ranking.yaml, nowhere: is no entry of the guidance"
