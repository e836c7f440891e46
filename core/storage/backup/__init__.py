"""Backups: made while the bot runs, one SQLite file whatever the database is, and restored."""
