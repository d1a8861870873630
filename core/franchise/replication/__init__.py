"""Replication: a proven setup in many stores."""
