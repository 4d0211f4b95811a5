"""What firms meet: chains, policies, services, and whether equals are treated equally."""
