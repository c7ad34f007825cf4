"""What the portal looks like: the only place with selectors and endpoints."""
