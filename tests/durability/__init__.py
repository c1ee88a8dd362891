"""What is lost when the program is killed or a file is torn: figures, by `python -m tests.durability`.

Every act is done by a process of its own, through the use cases that window and command line go through; it says on a
pipe what it confirmed, and is killed in the middle. What lies on the disk is then opened and compared with what was
said. The tests run small counts; `--many=N`, or the command itself, runs large ones.
"""
