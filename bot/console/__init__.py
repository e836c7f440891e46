"""The console's door: lines in, drawn or plain or JSON answers out."""
