"""The conversion dialog: profile, pre-flight list, result."""
