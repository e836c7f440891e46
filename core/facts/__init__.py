"""Everything held as fact or guidance, each with source, strength and date, and its loader."""
