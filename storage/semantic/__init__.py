"""Closeness of meaning, for desks that set CLAIMDESK_EMBEDDER: finds "a physician" near "a doctor".

A model turns a text into a vector. Each claim has one, stored with it; a query's is compared with those of the
candidates that the search index proposes, and the cosine is one more number for the ranker. Without the setting
nothing here is loaded.
"""
