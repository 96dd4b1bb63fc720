"""Before a problem is fixed: what the inspected body says, what departments hold, on which law the finding rests (clause 14.2)."""
