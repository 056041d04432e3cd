"""The archive: one SQLite file per environment. Nothing outside this room knows the engine."""
