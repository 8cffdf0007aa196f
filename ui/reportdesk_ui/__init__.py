"""年报填报: the window of ReportDesk. Everything that imports Qt is in this package."""
