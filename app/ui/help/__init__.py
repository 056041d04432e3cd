"""Help inside the program: pages as data, a search that ignores Polish letters, one window."""
