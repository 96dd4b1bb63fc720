"""Reports of articles 10 and 11: the annual special report and the half-year report to the leader in charge."""
