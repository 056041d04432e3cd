"""What a person can do: one use case, one file. Plain parameters, a report, a cancel token, a typed result."""
