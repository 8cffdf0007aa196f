"""One grid for all fixed tables: model, view, delegate, headers, clipboard."""
