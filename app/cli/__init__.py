"""The command line: the use cases of `app.office` without a window."""
