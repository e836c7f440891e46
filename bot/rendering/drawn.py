"""A picture drawn aside, for as long as an answer may wait for it."""

import asyncio
import threading
from collections.abc import Callable

from core.commands.faults import fault
from core.dialogue.reply import Chart

Draw = Callable[[Chart], bytes]
"""Makes a picture of a chart."""

DRAWN_WITHIN = 10.0
"""Seconds; a picture takes a twentieth of one, but the first ever waits for a cache of fonts."""


async def drawn(draw: Draw, chart: Chart) -> bytes | None:
    """The picture; ``None`` where it could not be drawn, or not in time, which is logged.

    Its thread holds nobody up: the program does not wait for it when it ends.
    """
    loop = asyncio.get_running_loop()
    picture: asyncio.Future[bytes] = loop.create_future()

    def settle(content: bytes | None, error: Exception | None) -> None:
        if picture.done():
            return
        if error is not None:
            picture.set_exception(error)
        elif content is not None:
            picture.set_result(content)

    def work() -> None:
        content, error = None, None
        try:
            content = draw(chart)
        except Exception as raised:  # noqa: BLE001 - handed to who waits
            error = raised
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, content, error)

    threading.Thread(target=work, name="drawing", daemon=True).start()
    try:
        async with asyncio.timeout(DRAWN_WITHIN):
            return await picture
    except Exception as error:  # noqa: BLE001 - an answer without its picture is an answer
        fault(error, reference="picture", command="a picture")
        return None
