"""What can be ordered, as the setup lists it."""
