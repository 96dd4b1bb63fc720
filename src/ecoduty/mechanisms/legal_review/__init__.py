"""Legal review (article 22): drafts before they come out, filing review after."""
