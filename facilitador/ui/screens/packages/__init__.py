"""Keys of people, and packages between books: received, prepared, sent. No rule and no query of its own."""
