"""The public's door: published snapshots, read as the database role that may read nothing else."""
