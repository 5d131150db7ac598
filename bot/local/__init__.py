"""The desk in a terminal: the same handlers, storage and sender behind a local stand-in for Telegram.

terminal.py   reads what is typed or pasted
chat.py       decides what a typed line means
person.py     makes the updates that Telegram would make of it
telegram.py   stands in for Telegram: takes what the sender sends and keeps what is visible
screen.py     draws it
"""
