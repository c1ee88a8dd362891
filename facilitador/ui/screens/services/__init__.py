"""Servicio: who the service is, what the law lets it record, and the fields it adds to the ficha."""
