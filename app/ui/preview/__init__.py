"""The panel beside the table: one document from five sides."""
