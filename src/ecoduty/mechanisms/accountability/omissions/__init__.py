"""应移交未移交 (clause 15.3): cases that meet the elements and were not referred in time are put before a person, who decides."""
