"""The deliverer killed or paused at every step, between local platforms that lose answers."""
