"""The process with the student's code in it: `launch.py` starts it, `serve.py` answers in it."""
