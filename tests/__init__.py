"""Tests of kaimen."""
