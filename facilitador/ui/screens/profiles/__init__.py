"""What was answered beside what was answered before: a group by numbers and medians, and one man."""
