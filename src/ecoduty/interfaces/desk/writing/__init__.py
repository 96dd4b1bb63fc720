"""Writing a text together: the page, what is kept meanwhile, who else writes, and bringing two texts into one."""
