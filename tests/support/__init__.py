"""What the tests share: the toy assignment, reports, commands, random examples, counting, a browser."""
