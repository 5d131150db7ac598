"""Tests: one folder for each package, and the Telegram emulator that drives whole conversations."""
