"""What the chat doors share when they lay a reply out: words, cuts and pages, but no markup."""
