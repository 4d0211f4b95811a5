"""From a scenario and its files to plans, and what can be asked about them."""
