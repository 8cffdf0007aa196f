"""PDF files: made by an office program, read by pdfplumber."""
