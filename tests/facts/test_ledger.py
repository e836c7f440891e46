from collections import Counter
from pathlib import Path

import pytest

from core.facts.broken import FactsBroken
from core.facts.catalogue import Facts
from core.facts.ledger import LedgerRow, read_ledger

RULES = {"DRG": 124, "DRI": 126, "IRG": 127, "IRI": 105, "GEN": 93}
FILES = {"DRG": "dr", "DRI": "dr_us_img", "IRG": "ir", "IRI": "ir_us_img", "GEN": "general"}
HEADER = "rule,file,lines,disposition,entry,reason\n"


@pytest.fixture(scope="module")
def ledger() -> tuple[LedgerRow, ...]:
    return read_ledger()


def test_every_rule_of_the_guides_is_accounted_for_once(ledger: tuple[LedgerRow, ...]) -> None:
    expected = {
        f"{prefix}-{number:03}" for prefix, count in RULES.items() for number in range(1, count + 1)
    }
    assert len(expected) == 575
    told = Counter(row.rule for row in ledger)
    assert [rule for rule, times in told.items() if times > 1] == []
    assert sorted(expected - told.keys()) == []
    assert sorted(told.keys() - expected) == []


def test_every_rule_points_into_its_guide(facts: Facts, ledger: tuple[LedgerRow, ...]) -> None:
    files = {guide.id: guide.file for guide in facts.guides.values()}
    for row in ledger:
        assert row.file == files[FILES[row.rule[:3]]], row.rule  # type: ignore[index]
        assert row.lines.startswith("L"), row.rule


def test_what_was_taken_over_names_an_entry_that_exists(
    facts: Facts, ledger: tuple[LedgerRow, ...]
) -> None:
    entries = {entry.id for entry in facts.guidance}
    for row in ledger:
        if row.disposition == "left_out":
            assert row.entry == "", row.rule
        else:
            assert row.entry in entries, row.rule


def test_what_was_left_out_has_a_reason(ledger: tuple[LedgerRow, ...]) -> None:
    assert [r.rule for r in ledger if r.disposition == "left_out" and not r.reason.strip()] == []


def test_every_entry_of_guidance_that_cites_a_guide_comes_from_a_rule(
    facts: Facts, ledger: tuple[LedgerRow, ...]
) -> None:
    carried = {row.entry for row in ledger if row.disposition == "carried"}
    cited = [entry.id for entry in facts.guidance if entry.sources]
    assert [entry for entry in cited if entry not in carried] == []


def test_an_entry_cites_the_guide_of_the_rule_it_carries(
    facts: Facts, ledger: tuple[LedgerRow, ...]
) -> None:
    entries = {entry.id: entry for entry in facts.guidance}
    wrong = [
        row.rule
        for row in ledger
        if row.disposition == "carried"
        and FILES[row.rule[:3]] not in {section.guide for section in entries[row.entry].sources}
    ]
    assert wrong == []


def _ledger(tmp_path: Path, text: str) -> Path:
    (tmp_path / "ledger").mkdir()
    (tmp_path / "ledger" / "one.csv").write_text(text, "utf-8")
    return tmp_path


def test_a_row_is_read_with_its_cells(tmp_path: Path) -> None:
    root = _ledger(tmp_path, HEADER + 'DRG-001,a.txt,L6,left_out,,"an introduction, no advice"\n')
    (row,) = read_ledger(root)
    assert row == LedgerRow("DRG-001", "a.txt", "L6", "left_out", "", "an introduction, no advice")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rule,entry\nDRG-001,x\n", "ledger/one.csv, line 1: the columns are not"),
        (HEADER + "DRG-001,a.txt,L6,forgotten,,\n", "rule DRG-001: is neither carried"),
        (HEADER + "DRG-001,a.txt,L6\n", "rule DRG-001: has not 6 cells"),
        (HEADER + "DRG-001,a.txt,L6,carried,x,y,z\n", "rule DRG-001: has not 6 cells"),
    ],
)
def test_a_ledger_in_disorder_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(FactsBroken, match=said):
        read_ledger(_ledger(tmp_path, text))
