"""An answer as one JSON object on one line."""

import json
from collections.abc import Mapping
from typing import Any

from bot.console.plain import DEFAULT_WIDTH, plain_text
from bot.console.plain_data import document_data, plain_data
from core.dialogue.documents import shown_reply
from core.dialogue.form import Form
from core.dialogue.reply import Fault, Outcome, Refusal, Refused, Reply


def json_line(
    command: str, outcome: Outcome, *, private: bool, kept: Mapping[str, str] | None = None
) -> str:
    """The object of an answer, without a line break.

    Its keys are, in this order, ``command``, ``private``, ``ok``, ``text`` (at the default
    width), ``reply`` (title and blocks), ``data``, and ``error`` where it failed. A refusal
    names the refused fields and nothing else that was typed.
    """
    shown = shown_reply(outcome)
    good = isinstance(outcome, Reply | Form)
    whole: dict[str, Any] = {
        "command": command,
        "private": private,
        "ok": good,
        "text": plain_text(shown, DEFAULT_WIDTH, kept),
        "reply": document_data(shown) if good else None,
        "data": plain_data(shown.data) if good else None,
    }
    if isinstance(outcome, Refused):
        whole["error"] = {"refusals": [_refusal(refusal) for refusal in outcome.refusals]}
    elif isinstance(outcome, Fault):
        whole["error"] = {"reference": outcome.reference}
    return _printable(json.dumps(whole, ensure_ascii=False, allow_nan=False))


def _refusal(refusal: Refusal) -> dict[str, str]:
    given = {"given": refusal.given} if refusal.given else {}
    return {"field": refusal.field, **given, "accepted": refusal.accepted}


def _printable(line: str) -> str:
    """Half characters, which UTF-8 cannot write, as escapes."""
    return line.encode("utf-8", "backslashreplace").decode("utf-8")
