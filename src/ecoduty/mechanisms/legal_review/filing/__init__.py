"""What came out is filed and reviewed, corrected where it must be, and looked at before it ends (clause 22.2)."""
