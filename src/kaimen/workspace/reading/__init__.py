"""Announcements and their candidates, up to the pledges that a person confirms."""
