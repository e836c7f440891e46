"""What can go wrong with the store itself, each in one sentence that says what to do."""


class StoreError(Exception):
    """The store cannot be used as asked; the message is one or two sentences for its operator.

    Messages name the file or the server, never a password and never a stored value.
    """


class StoreAddress(StoreError):
    """The address of the database is not one the store understands."""


class StoreUnreadable(StoreError):
    """What is at the address cannot be reached or read as a database of Reading Room."""


class StoreReadOnly(StoreError):
    """The database can be read but not written, or its disk is full."""


class StoreNewer(StoreError):
    """A later version of the program wrote this; it is left as it is."""


class StoreBusy(StoreError):
    """Somebody else held the database for longer than an answer may wait; trying again helps."""
