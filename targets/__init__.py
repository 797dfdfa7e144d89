"""Products under test: the port that every product offers (`port.py`) and one package for each product."""
