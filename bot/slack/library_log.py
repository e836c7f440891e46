"""What Slack's library logs, without what it says: it writes out requests and answers."""

import logging


class _Wordless(logging.Filter):
    """Lets a line through as its place in the library and the kind of what was raised."""

    def filter(self, record: logging.LogRecord) -> bool:
        raised = record.exc_info[0] if record.exc_info else None
        kind = f" ({raised.__name__})" if raised else ""
        record.msg = f"Slack's library had trouble in {record.funcName}{kind}"
        record.args, record.exc_info = None, None
        return True


def library_log() -> logging.Logger:
    """The log that everything of the library is given; nothing below a warning is written."""
    log = logging.getLogger("readingroom.slack.library")
    log.setLevel(logging.WARNING)
    if not log.filters:
        log.addFilter(_Wordless())
    return log
