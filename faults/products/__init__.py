"""The same idea on products that nobody here wrote: small patches at run time, in the product's own process.

What is named for them is said in a module for each product; at_start/ holds what runs in its process.
"""
