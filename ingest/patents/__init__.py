"""Patent records from files: JSON lines, USPTO XML, tables; what is faulty is listed and the rest goes on."""
