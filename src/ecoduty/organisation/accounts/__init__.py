"""Accounts: how a person signs in. What he may do comes from his posts, never from the account."""
