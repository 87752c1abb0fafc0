"""English for messages, and text that nobody may trust."""
