"""Planning one person's rows: what is stored of their timeline, reminders and messages."""
