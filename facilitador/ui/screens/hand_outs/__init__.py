"""What a man takes with him: his plan, materials, where there is more."""
