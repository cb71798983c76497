"""One run: load, evaluate, run the rules, leave out what is accepted, report."""
