# Dragging an event, on every page that has one.
event-tool-drag = Drag the event
event-tool-back = Back to the signal as it is
event-tool-grip = The event: arrow keys move it and make it stronger or weaker
event-tool-place = From sample { "{" }start{ "}" }, strength { "{" }strength{ "}" }
event-tool-start = First sample of the event
event-tool-strength = Strength
event-tool-fixed = This event fits in one place only, so it cannot be moved; its strength can be changed.
event-strength-noise-std = Strength (std. dev., signal units)
event-strength-event-height = Strength (height, signal units)
event-strength-share = Strength (share of the event)
