"""The library of projects: taken in, looked through, changed by hand, collected and handed out."""
