"""A limit: the student's own calls for all twelve checks in one bare process, judged by nobody. No arguments."""

import local
import twelve

call = local.caller()
for name in twelve.CHECKS:
    twelve.only_call(name, call)
