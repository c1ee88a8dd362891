"""Volver a una copia: what each copy holds, chosen before a book is open; and what can be saved of a damaged one."""
