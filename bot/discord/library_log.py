"""What Discord's library logs, without whole requests and without anybody's number."""

import logging
import re

_NUMBER = re.compile(r"\d{15,}")


class _WithoutNumbers(logging.Filter):
    """Takes numbers of people and of their direct messages out of addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _NUMBER.sub("*", given) if isinstance(given, str) else given
                for given in record.args
            )
        return True


def quieten() -> None:
    """Hold the library at INFO, and its addresses without numbers."""
    # Below INFO it logs whole requests and answers, with whatever a person typed.
    logging.getLogger("discord").setLevel(logging.INFO)
    requests = logging.getLogger("discord.http")
    if not any(isinstance(held, _WithoutNumbers) for held in requests.filters):
        requests.addFilter(_WithoutNumbers())
