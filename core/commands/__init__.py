"""The slash commands: one module each, and the desk that runs them."""
