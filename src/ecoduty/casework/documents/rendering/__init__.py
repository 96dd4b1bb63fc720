"""Pages of official documents in the layout of GB/T 9704: `paper` says what stands on them, `press` draws them.

Content reaches the layout as data and is never pasted into its markup, so no text can become a command.
"""
