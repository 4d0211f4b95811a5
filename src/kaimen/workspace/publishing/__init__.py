"""Papers, guides and the public site."""
