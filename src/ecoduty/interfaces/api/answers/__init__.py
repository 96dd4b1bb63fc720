"""What the API answers with: one model for each thing, its Chinese descriptions are the integrator's reference."""
