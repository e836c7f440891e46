"""Reminders: which, and when, by a person's own clock; nothing here sends."""
