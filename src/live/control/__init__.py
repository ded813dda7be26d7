"""The control room: an event's day at a glance, its alarms, and what an adviser does about them."""
