"""What each file format writes and what it reads back, side by side; `blocks` is what every reader yields.

Tables play three roles, each with its own shape:
read      bytes → `blocks.Grid`, cells as they stand on the page (`pdf/tables` finds them there); `tables` decides which
          of them hold data and which only place text
laid out  a table of the form → `form.TableLayout`; `table_grid` makes rows of it, merges spelt out and widths in whole
          units, for all writers
written   those rows as the markup of a format: `word/table_writer`, `html/table_writer`, `excel/sheet_writer`
"""
