"""Billing, API version 2017-12-14: the one action that the provider calls to learn the account's site."""
