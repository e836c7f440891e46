"""The command line as a user meets it: exit statuses, people, days, JSON, plain sentences."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LINE = "/assess specialty:dr,ir applicant:us_img step2_ck:219 step2_date:2024-06-01"


class Terminal:
    """Runs ``readingroom`` in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = f"sqlite:///{folder / 'people.db'}"

    def run(
        self, *arguments: str, lines: str = "", database: str | None = None, **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=lines,
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.folder),
                "READINGROOM_DATABASE": database or self.database,
                **environment,
            },
        )

    def console(self, lines: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return self.run("console", "--today", "2026-11-22", *arguments, lines=lines)

    def json(self, lines: str, *arguments: str) -> list[dict[str, Any]]:
        return [
            json.loads(one) for one in self.console(lines, "--json", *arguments).stdout.splitlines()
        ]


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_every_line_is_answered_and_the_exit_status_tells_of_a_failing_one(
    terminal: Terminal,
) -> None:
    good = terminal.console(f"{LINE}\n/about\n")
    assert good.returncode == 0
    assert good.stderr == ""
    assert "Reading for season 2028" in good.stdout
    mixed = terminal.console("/assess step2_ck:400\n/about\n")
    assert mixed.returncode == 1
    assert "About Reading Room" in mixed.stdout


def test_json_is_one_object_a_line_with_the_promised_names(terminal: Terminal) -> None:
    assessed, refused = terminal.json(f"{LINE}\n/assess step2_ck:400\n")
    assert list(assessed)[:6] == ["command", "private", "ok", "text", "reply", "data"]
    assert (assessed["command"], assessed["private"], assessed["ok"]) == ("assess", True, True)
    assert assessed["data"]["standing"]["dr"]["band"] == "moderately_low"
    assert refused["ok"] is False
    assert "step2_ck" in json.dumps(refused["error"])


def test_the_data_of_an_assessment_holds_every_promised_part(terminal: Terminal) -> None:
    data = terminal.json(f"{LINE}\n")[0]["data"]
    assert {
        "phase",
        "bottom_line",
        "gates",
        "standing",
        "evidence",
        "actions",
        "plan",
        "disagreements",
        "unknowns",
        "ask",
    } <= set(data)
    assert {"dr", "ir"} == set(data["standing"])
    assert len(data["actions"]["five"]) == 5
    assert {"id", "text", "reason", "because", "date", "sources"} <= set(data["actions"]["five"][0])
    assert len(data["ask"]) == 3


def test_the_same_database_day_and_line_give_the_same_bytes(terminal: Terminal) -> None:
    lines = f"{LINE}\n/topic plan\n/topic evidence\n/profile\n/whatif step2_ck:240\n"
    first = terminal.console(lines, "--json").stdout
    assert terminal.console(lines, "--json").stdout == first


def test_a_profile_is_there_next_time_and_belongs_to_one_person(terminal: Terminal) -> None:
    terminal.console(f"{LINE}\n", "--as", "ann")
    assert terminal.json("/profile\n", "--as", "ann")[0]["data"]["profile"]["step2_ck"] == 219
    assert terminal.json("/profile\n", "--as", "ben")[0]["data"]["profile"] == {}


def test_the_day_given_is_the_day_read_for(terminal: Terminal) -> None:
    lines = "/assess specialty:dr applicant:us_md_senior season_stage:2027_interviewing\n"
    asked = terminal.run("console", "--json", "--today", "2027-03-16", lines=lines)
    assert json.loads(asked.stdout)["data"]["phase"] == "match_week"


def test_reading_for_another_day_removes_nobody(terminal: Terminal) -> None:
    lines = "/assess specialty:dr applicant:us_md_senior season_stage:2027_interviewing\n"
    terminal.run("console", "--as", "ann", "--today", "2026-11-22", lines=lines)
    terminal.run("console", "--as", "ben", "--today", "2090-01-01", lines="/about\n")
    kept = terminal.run("console", "--json", "--as", "ann", lines="/profile\n")
    assert json.loads(kept.stdout)["data"]["profile"]["season"] == 2027


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("console", "--today", "yesterday"), "--today"),
        (("console", "--today", "1999-12-31"), "--today"),
        (("console", "--today", "1 Jan 2101"), "--today"),
        (("facts", "check", "--today", "9999-01-01"), "--today"),
        (("console", "--as", " "), "--as"),
        (("console", "--width", "3"), "--width"),
    ],
)
def test_a_wrong_option_is_named(
    terminal: Terminal, arguments: tuple[str, ...], named: str
) -> None:
    refused = terminal.run(*arguments)
    assert refused.returncode == 2
    assert named in refused.stderr


def test_a_database_that_is_none_is_one_sentence_and_is_left_alone(
    terminal: Terminal, tmp_path: Path
) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear program director, " * 40)
    before = file.read_bytes()
    refused = terminal.run("console", lines="/about\n", database=f"sqlite:///{file}")
    assert refused.returncode == 1
    assert len(refused.stderr.splitlines()) == 1
    assert "Traceback" not in refused.stderr
    assert file.read_bytes() == before


def test_a_day_may_be_given_with_its_month_in_letters(terminal: Terminal) -> None:
    lines = f"{LINE}\n"
    numbers = terminal.run("console", "--today", "2026-12-01", lines=lines)
    letters = terminal.run("console", "--today", "1 Dec 2026", lines=lines)
    assert letters.returncode == 0
    assert letters.stdout == numbers.stdout


def test_a_folder_that_cannot_be_used_is_one_sentence(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    place = str(tmp_path / "taken" / "pictures")
    answered = terminal.console(f"{LINE}\n/topic evidence\n", "--pictures", place)
    assert answered.returncode == 1
    assert answered.stderr == f"{place}: Not a directory.\n"


@pytest.mark.parametrize(
    "streams", [">/dev/full", ">&-", "<&-", "<&- >&-", ">/dev/full 2>/dev/full"]
)
@pytest.mark.parametrize("arguments", ["--json", ""])
def test_a_stream_that_cannot_be_used_is_one_sentence_at_most(
    terminal: Terminal, streams: str, arguments: str
) -> None:
    command = f'exec "$0" -m bot console --today 2026-11-22 {arguments} {streams}'
    answered = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable],
        input="/about\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(terminal.folder),
            "READINGROOM_DATABASE": terminal.database,
        },
    )
    assert answered.returncode == 1
    assert len(answered.stderr.splitlines()) <= 1
    assert "Traceback" not in answered.stderr


def test_a_run_of_lines_ends_where_it_says_so(terminal: Terminal) -> None:
    ended = terminal.console("/about\n/quit\n/assess step2_ck:400\n")
    assert ended.returncode == 0
    assert "About Reading Room" in ended.stdout


def test_what_is_exported_is_printed_whole_where_no_folder_is_named(terminal: Terminal) -> None:
    answered = terminal.console(f"{LINE}\n/privacy export\n", "--width", "30")
    printed = answered.stdout[answered.stdout.rindex("\n{") :]
    assert json.loads(printed)["profiles"][0]["document"]["step2_ck"] == 219


@pytest.mark.parametrize("line", ["/I want to die", '/assess note:"I want to die'])
def test_a_line_that_cannot_be_read_is_met_with_people(terminal: Terminal, line: str) -> None:
    answered = terminal.console(f"{line}\n")
    assert answered.returncode == 0
    assert "988" in answered.stdout
    assert "Nothing was changed" not in answered.stdout


def test_an_ascii_terminal_gets_its_answer_all_the_same(terminal: Terminal) -> None:
    answered = terminal.run(
        "console", "--today", "2026-11-22", lines=f"{LINE}\n", LC_ALL="C", PYTHONUTF8="0"
    )
    assert answered.returncode == 0
    assert "Reading for season 2028" in answered.stdout


def test_the_facts_can_be_checked_and_what_is_weak_is_listed(terminal: Terminal) -> None:
    checked = terminal.run("facts", "check", "--today", "2026-11-22", "--json")
    assert checked.returncode == 0
    report = json.loads(checked.stdout)
    assert report["problems"] == []
    assert report["estimated"]
    assert report["second_hand"]
    later = terminal.run("facts", "check", "--today", "2031-01-01")
    assert "Stale: the day to check again has passed (0)" not in later.stdout


def test_a_line_that_ends_in_json_is_answered_as_json(terminal: Terminal) -> None:
    answered = terminal.console("/help assess --json\n/about\n")
    first, *rest = answered.stdout.splitlines()
    fields = {field["name"]: field for field in json.loads(first)["data"]["fields"]}
    assert {"kind", "accepted", "limit"} <= set(fields["step2_ck"])
    assert "About Reading Room" in rest
