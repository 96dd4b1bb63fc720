"""What single mechanisms add to the generic pages: one module for each, registering parts (`desk.parts.register`)."""
