"""Tables that people fill in or export, read from Excel: which files at all, their cells as text, what is doubtful in them."""
