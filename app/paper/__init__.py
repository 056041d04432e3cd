"""The invoice as a page: HTML that says everything the document says, and the link to verify it."""
