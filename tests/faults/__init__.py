"""Machines that prove exactly-once: random schedules over the whole program, seeded bugs, real kills."""
