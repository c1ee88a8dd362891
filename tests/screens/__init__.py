"""Every screen and every state of it that matters, set up as a person would find it; never a rule of the program.

`python -m tests.screens OUT` paints them all into the folder OUT, for anyone to look at. The accessibility proof walks
the same ones.
"""
