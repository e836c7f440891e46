"""The store: tables, queries and the only SQL of the program, on SQLite or PostgreSQL."""
