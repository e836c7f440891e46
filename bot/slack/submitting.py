"""Forms that were sent in: acknowledged with what becomes of them, and then answered."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any
from uuid import uuid4

from bot.slack.afterwards import Afterwards
from bot.slack.asking import Asking
from bot.slack.calling import Late, calling
from bot.slack.composition import Json
from bot.slack.destinations import (
    Destination,
    Direct,
    Exchange,
    InView,
    from_way_back,
    way_back,
)
from bot.slack.metadata import Back
from bot.slack.modals import closing_word, modal_for, working_view
from bot.slack.requests import Incoming
from bot.slack.showing import Showing
from bot.slack.submissions import Submission, field_errors, submission_in
from bot.slack.telling import Telling
from bot.slack.views import said_view
from core.dialogue.documents import shown_reply
from core.dialogue.form import Form
from core.dialogue.reply import Outcome, Refused, Reply

FORM_WITHIN = 1.8
"""Seconds that a form which was sent in may take; Slack gives it up after three."""

Ack = Callable[..., Awaitable[Any]]
"""The library's acknowledgement, which may carry what becomes of a form."""
Rest = Callable[[], Coroutine[Any, Any, None]]
"""What is still to be done once the acknowledgement has left."""


class Submitting:
    """Answers forms. What is refused is said beside its field, or over the form, which stays."""

    def __init__(
        self, asking: Asking, showing: Showing, telling: Telling, afterwards: Afterwards
    ) -> None:
        self._asking = asking
        self._showing = showing
        self._telling = telling
        self._afterwards = afterwards

    async def submit(self, view: Any, exchange: Exchange, ack: Ack) -> Rest:
        """Acknowledge a form that was sent in; gives the rest, which raises nothing."""
        form = submission_in(view)
        came = Incoming(form.asked, owner=form.owner)
        to = from_way_back(form.back, exchange.spot)
        work = asyncio.ensure_future(self._asking.outcome(came, exchange, in_form=True))
        done, _ = await asyncio.wait({work}, timeout=FORM_WITHIN)
        waiting = ""
        if done:
            await ack(**self._settled(work.result(), view, form, exchange))
        else:
            waiting = uuid4().hex
            await ack(response_action="push", view={**working_view(), "external_id": waiting})

        async def finish() -> None:
            outcome = await work
            rest = (
                self._finished(outcome, waiting, to, exchange)
                if waiting
                else self._answered(outcome, to, exchange)
            )
            given = isinstance(outcome, Reply)
            await self._telling.guarded(rest, came.asked, exchange, to, done=given)
            if given:
                await self._afterwards.note_answered(came.asked, exchange)

        return finish

    async def lead_on(self, following: Incoming, exchange: Exchange, view: Any) -> None:
        """Save a page of a form and put the next one in its place; raises nothing."""
        form = submission_in(view)
        sent = Incoming(form.asked, owner=form.owner)
        outcome = await self._asking.outcome(sent, exchange, in_form=True)
        saved = isinstance(outcome, Reply)
        if isinstance(outcome, Reply) and not outcome.urgent:
            outcome = await self._asking.outcome(following, exchange)
        leading = self._led_on(outcome, form.back, exchange)
        await self._telling.guarded(leading, sent.asked, exchange, done=saved)
        if saved:
            await self._afterwards.note_answered(sent.asked, exchange)

    async def _led_on(self, outcome: Outcome, back: Back, exchange: Exchange) -> None:
        """Put the next page in place of the one before, or over it why there is none."""
        client, spot = exchange.client, exchange.spot
        if isinstance(outcome, Form):
            page = self._page(outcome, back, exchange)
            await calling(client.views_update(view_id=spot.view, view=page))
            return
        try:
            over = self._over(outcome, exchange)
            await calling(client.views_push(trigger_id=spot.trigger, view=over))
        except Late:
            to = _beside(from_way_back(back, spot))
            await self._showing.show(shown_reply(outcome), to, exchange, private=True)

    def _settled(
        self, outcome: Outcome, view: Any, form: Submission, exchange: Exchange
    ) -> dict[str, Any]:
        """What becomes of a form; what cannot be drawn is said over it."""
        try:
            return self._becomes(outcome, view, form.back, exchange)
        except Exception as error:  # noqa: BLE001 - Slack's own word for it would help nobody
            done = isinstance(outcome, Reply)
            words = self._telling.words(error, form.asked, exchange, done=done)
            return {"response_action": "push", "view": said_view(words)}

    def _becomes(
        self, outcome: Outcome, view: Any, back: Back, exchange: Exchange
    ) -> dict[str, Any]:
        """What becomes of a form, as its acknowledgement says it."""
        if isinstance(outcome, Form):
            page = self._page(outcome, back, exchange)
            return {"response_action": "update", "view": page}
        if isinstance(outcome, Refused):
            errors = field_errors(outcome, view)
            if errors is not None:
                return {"response_action": "errors", "errors": errors}
        if not isinstance(outcome, Reply):
            return {"response_action": "push", "view": self._over(outcome, exchange)}
        if back.in_modal:
            return {"response_action": "update", "view": self._over(outcome, exchange)}
        return {"response_action": "clear"}

    async def _answered(self, outcome: Outcome, to: Destination, exchange: Exchange) -> None:
        """Show the answer to a form where it was asked for, if that is not in its modal."""
        if not isinstance(outcome, Reply):
            return
        if not isinstance(to, InView):
            await self._showing.show(outcome, to, exchange, private=True)
        elif self._showing.view_of(outcome, exchange) is None:
            await self._showing.show(outcome, Direct(), exchange, private=True)

    async def _finished(
        self, outcome: Outcome, waiting: str, to: Destination, exchange: Exchange
    ) -> None:
        """Put the outcome of a form in place of the view that says that it takes longer."""
        if isinstance(to, InView) and self._showing.view_of(shown_reply(outcome), exchange) is None:
            to = Direct()
        shown = isinstance(outcome, Reply) and not isinstance(to, InView)
        if isinstance(outcome, Form):
            view = self._page(outcome, way_back(to), exchange)
        elif shown:
            await self._showing.show(shown_reply(outcome), to, exchange, private=True)
            view = closing_word(way_back(to))
        else:
            view = self._over(outcome, exchange)
        # Closed, a refusal leaves the form as it was sent, and an answer leaves nothing.
        view = {**view, "external_id": waiting, "clear_on_close": isinstance(outcome, Reply)}
        try:
            await calling(exchange.client.views_update(external_id=waiting, view=view))
        except Late:
            if not shown:
                reply = shown_reply(outcome)
                await self._showing.show(reply, _beside(to), exchange, private=True)

    def _page(self, form: Form, back: Back, exchange: Exchange) -> Json:
        return modal_for(form, owner=exchange.asker.user, back=back)

    def _over(self, outcome: Outcome, exchange: Exchange) -> Json:
        """The outcome as a modal, or a word on where it is if it is longer than one."""
        return self._showing.view_of(shown_reply(outcome), exchange) or closing_word(Back())


def _beside(to: Destination) -> Destination:
    """Where an answer goes whose view is closed, or cannot be opened any more."""
    return Direct() if isinstance(to, InView) else to
