"""Finds numbers out on a product, from edge to edge. What can be measured is in harness.measures."""
