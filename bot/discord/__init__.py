"""Discord's door: requests in by the gateway, replies out as messages with components."""
