"""What the package carries to show, and a workspace filled with it."""
