"""One module per bookkeeping program: `Entry` → import file. `TARGETS` (in `registry`) lists them all."""
