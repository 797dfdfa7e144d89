"""What a run writes for other tools: a Markdown summary, annotations, JUnit's names, Cucumber JSON.

All of it is made of the record as it was kept, so nothing is told here that `chokepoints.record` hasn't seen.
"""
