"""A man answers by himself: full screen, large, one question at a time, without a name and without the book in sight.

No scoring, no name, and nothing that hangs on what he answers ever enters here.
"""
