"""What one ordering window costs here, beside the bare drivers; see docs/explanation/speed.md."""
