"""Order collection: sessions, sheets, questions, cut-offs."""
