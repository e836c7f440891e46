"""A message has arrived: its reminders are sent, and the moves it told of are known."""

from datetime import datetime

from core.storage.claiming import Claim
from core.storage.deliveries import SavedDelivery
from core.storage.engine import Transaction
from core.storage.milestones import note_moves_told
from core.storage.settling import settle_delivered


async def has_arrived(
    tx: Transaction,
    delivery: SavedDelivery,
    claim: Claim,
    *,
    message_id: str,
    channel_id: str,
    now: datetime,
) -> bool:
    """Settle a message that its platform or its person has shown to be there.

    ``message_id`` and ``channel_id`` are empty where they are not known. ``False`` where it was
    settled before.
    """
    if not await settle_delivered(tx, claim, message_id=message_id, channel_id=channel_id, now=now):
        return False
    items = (delivery.carried or {}).get("items", ())
    told = {item["key"]: item["at"] for item in items if item.get("moved_from")}
    if told and delivery.person_id is not None:
        await note_moves_told(tx, delivery.person_id, told)
    return True
