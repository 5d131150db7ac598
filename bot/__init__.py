"""The roof: settings, command line, wiring, where updates come in and messages go out."""
