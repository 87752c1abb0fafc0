"""The contest: every night the entrants' bots are run on the same draws and ranked; a final decides."""
