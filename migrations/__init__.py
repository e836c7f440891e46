"""The database's history, oldest first in ``versions``; ``core.storage`` applies it."""
