"""The harness: people on a stage, their phones, verdicts, reports and the command line."""
