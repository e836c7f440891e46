"""The documented limits and forms of messages and views, each checked where it stands."""
