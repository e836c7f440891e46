"""The ledger: what became of every rule of the five guides."""

import csv
from dataclasses import dataclass, fields
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from core.facts.broken import FactsBroken

Disposition = Literal["carried", "merged", "left_out"]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One rule of a guide.

    ``file`` and ``lines`` say where it stands, ``entry`` the guidance it went into and
    ``reason`` why it was changed or left out.
    """

    rule: str
    file: str
    lines: str
    disposition: Disposition
    entry: str
    reason: str


_COLUMNS = [field.name for field in fields(LedgerRow)]
_ROW = TypeAdapter(LedgerRow)


def read_ledger(root: Traversable | None = None) -> tuple[LedgerRow, ...]:
    """Every row of every ledger file; ``root`` is another folder than the package's own.

    Raises :class:`FactsBroken` where a file has other columns or a disposition nobody knows.
    """
    folder = (resources.files("core.facts") if root is None else root) / "ledger"
    files = [file for file in folder.iterdir() if file.name.endswith(".csv")]
    return tuple(row for file in sorted(files, key=lambda file: file.name) for row in _rows(file))


def _rows(file: Traversable) -> list[LedgerRow]:
    named = f"ledger/{file.name}"
    table = csv.DictReader(file.read_text("utf-8").splitlines(), strict=True)
    if table.fieldnames != _COLUMNS:
        raise FactsBroken(named, "line 1", f"the columns are not {','.join(_COLUMNS)}")
    rows = []
    for line in table:
        if None in line or None in line.values():
            raise FactsBroken(named, f"rule {line['rule']}", f"has not {len(_COLUMNS)} cells")
        try:
            rows.append(_ROW.validate_python(line))
        except ValidationError as error:
            wrong = "is neither carried, merged nor left_out"
            raise FactsBroken(named, f"rule {line['rule']}", wrong) from error
    return rows
