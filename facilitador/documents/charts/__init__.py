"""Charts: what they show as data, how they become strips, and strips as SVG. One drawing for paper and screen.

Told apart by shape, thickness and words, never by colour alone: they are photocopied. No number of a single application
leaves this room without the words that its table holds.
"""
