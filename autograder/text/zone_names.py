"""Abbreviations of time zones that mean one offset from UTC wherever a system's clock writes them.

They are those of the tz database, by which every system's clock calls its zone. Several zones of different offsets
share CST, CDT, IST and PST, so these are not among them.
"""

from __future__ import annotations

HOURS = {
    "UTC": 0.0, "GMT": 0.0, "WET": 0.0, "WEST": 1.0, "BST": 1.0, "CET": 1.0, "MET": 1.0, "CEST": 2.0, "MEST": 2.0,
    "EET": 2.0, "EEST": 3.0, "IDT": 3.0, "MSK": 3.0, "WAT": 1.0, "CAT": 2.0, "SAST": 2.0, "EAT": 3.0, "PKT": 5.0,
    "WIB": 7.0, "WITA": 8.0, "HKT": 8.0, "WIT": 9.0, "JST": 9.0, "KST": 9.0, "AWST": 8.0, "ACST": 9.5, "ACDT": 10.5,
    "AEST": 10.0, "AEDT": 11.0, "ChST": 10.0, "NZST": 12.0, "NZDT": 13.0, "SST": -11.0, "HST": -10.0, "HDT": -9.0,
    "AKST": -9.0, "AKDT": -8.0, "PDT": -7.0, "MST": -7.0, "MDT": -6.0, "EST": -5.0, "EDT": -4.0, "AST": -4.0,
    "ADT": -3.0, "NST": -3.5, "NDT": -2.5,
}  # fmt: skip
"""Hours east of Greenwich."""
