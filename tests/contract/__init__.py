"""The same scenarios through every door.

A scenario is written once, for a `Visitor` (visitor.py): somebody who types, fills in forms,
presses and reads. A door is one module: console_door.py is the real session over a pipe;
simulated_discord.py is the unmodified discord.py in simcord, and local_discord.py the same over
real requests and a real gateway, both in a server and in the direct message.
"""
