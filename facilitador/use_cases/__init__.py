"""One module per aggregate: commands, their handlers, queries; and the runner, the one way in. No Qt, no SQL."""
