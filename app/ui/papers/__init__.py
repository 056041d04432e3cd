"""Documents out of the window: into files and onto paper."""
