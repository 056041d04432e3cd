"""What every room may use: money, numbers, dates, errors, findings, progress."""
