"""Tests of `kaimen.problem`."""
