"""Pages on paper: HTML to PDF, without a window."""
