"""Forms: what comes from a page, checked before it reaches the rooms below."""
