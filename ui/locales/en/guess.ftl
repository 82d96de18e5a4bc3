# Guess first: a way to use Scope.
guess = Guess first
guess-off = Off
guess-on = On
guess-task = Where is the event? Drag over it, or say that there is none.
guess-hidden = hidden until the reveal
guess-hidden-map = map (hidden)
guess-alt = A signal. Its map, the true interval and the localised one are hidden until you reveal them.
guess-first = From sample
guess-last = to sample
guess-window = Your mark: arrow keys move it
guess-none = There is no event
guess-reveal = Reveal
guess-reveal-key = Show guess, map and truth (Enter)
guess-next = Next signal
guess-next-key = The next signal that was not guessed yet (Enter after the reveal)
guess-first-mark = Mark a part of the signal first, or say that there is no event.
guess-all = All of these signals are guessed.
guess-mark = guess
guess-restart = Start over

guess-guess-interval-event = Your guess, samples { "{" }first{ "}" }–{ "{" }last{ "}" }: IoU { "{" }iou{ "}" }.
guess-guess-none-event = You said there is no event, but there is one: IoU { "{" }iou{ "}" }.
guess-guess-interval-clean = Your guess, samples { "{" }first{ "}" }–{ "{" }last{ "}" }: wrong, nothing happens to this signal.
guess-guess-none-clean = You said there is no event: right.
guess-found-interval-event = The map, samples { "{" }first{ "}" }–{ "{" }last{ "}" }: IoU { "{" }iou{ "}" }.
guess-found-none-event = The map shows no evidence, but there is an event: IoU { "{" }iou{ "}" }.
guess-found-interval-clean = The map shows evidence, samples { "{" }first{ "}" }–{ "{" }last{ "}" }: wrong, nothing happens to this signal.
guess-found-none-clean = The map shows no evidence: right.

guess-tally = Signals guessed: { "{" }count{ "}" }
guess-tally-mean = Mean IoU (with an event: { "{" }events{ "}" })
guess-tally-right = Right (without one: { "{" }clean{ "}" })
guess-tally-guess = The room
guess-tally-found = The network’s map
guess-tally-of = { "{" }right{ "}" } of { "{" }clean{ "}" }
