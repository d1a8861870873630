"""Stores: each follows a setup version, with an overlay and answers of its own."""
