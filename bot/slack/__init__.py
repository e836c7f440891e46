"""Slack's door: requests in by Socket Mode or signed HTTP, replies out as Block Kit."""
