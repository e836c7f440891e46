"""The clock's entrance: what is due is frozen, claimed, sent and settled, once each."""
