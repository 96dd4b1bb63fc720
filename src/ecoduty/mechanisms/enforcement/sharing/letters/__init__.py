"""Letters on paper, where neither the sharing platform nor a package reaches the other office (clause 18.5)."""
