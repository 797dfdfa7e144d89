"""The phrases of the feature files, in modules by noun; one test_<chapter>.py binds each feature file."""
