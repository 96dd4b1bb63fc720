"""The achievement record of a person (clause 16.2): generated, never typed."""
