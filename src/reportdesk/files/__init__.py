"""Files and processes; knows nothing of reports."""
