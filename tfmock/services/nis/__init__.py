"""Network Intelligence Service, API version 2021-12-16: the Reachability Analyzer."""
