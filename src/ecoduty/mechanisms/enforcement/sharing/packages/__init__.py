"""Cases carried between two installations that no line connects: signed, sealed to the receiver, taken in once."""
