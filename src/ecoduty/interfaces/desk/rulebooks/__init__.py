"""What the pages of the rulebook show: its rules, two versions side by side, what a proposed one would move."""
