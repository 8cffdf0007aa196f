"""A report as a document: one module a file format, each with `render(report) -> bytes`."""
