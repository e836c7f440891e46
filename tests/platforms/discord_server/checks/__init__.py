"""Bodies checked against Discord's documented limits."""
