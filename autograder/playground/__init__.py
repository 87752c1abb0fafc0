"""The playground: a student's own network, drawn while it trains. `commands/play.py` opens it.

`engine.Engine` answers messages with pictures and knows nothing of processes or sockets. `inside/` runs it beside the
student's files in a process of its own, `session.py` drives one page's processes, and `server.py` serves the page.
What the student's files and classes are called is known to the adapter alone, a module that staff write.
"""
