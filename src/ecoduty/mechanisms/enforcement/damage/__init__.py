"""Eco-damage compensation: from the clue over negotiation or suit to the evaluated restoration (domain: code art. 1073)."""
