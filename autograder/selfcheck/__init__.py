"""A student's own run at home: by a command, in an editor's test panel, in a notebook."""
