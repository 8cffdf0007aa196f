"""From the blocks of a document to a report: figures found by labels and positions, and what is doubtful."""
