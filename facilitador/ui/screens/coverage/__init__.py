"""The numbers of a group: topics of each man, topics of the group, attendance with its rates."""
