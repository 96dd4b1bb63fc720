"""The doors: desk, portal, API, channels and console. Nothing imports them."""
