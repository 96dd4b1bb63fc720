"""The bench: how long the platform takes, beside the same statements as raw SQL on the same server in the same run."""
