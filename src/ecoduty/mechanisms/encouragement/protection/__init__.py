"""What protects people at risk in this work (clause 17.3): measures of each body, and how many of how many they cover."""
