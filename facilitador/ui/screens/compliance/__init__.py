"""How a group or the service stands with each numeral of the directive, and the way to what mends it."""
