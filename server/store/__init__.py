"""What is remembered: tables, the database behind them, and the queries that several flows share.

No rule lives here.
"""
