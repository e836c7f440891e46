"""The timeline: season, profile and day in; one person's dated milestones out."""
