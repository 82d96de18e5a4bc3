# The Stream page.
page-stream = Stream
page-stream-about = A long signal rolls by, and the network maps it as it comes
stream-alt = The latest samples of a long signal, the class activation map behind it as colour and below it as height, true and detected events, and the probability at the bottom.
stream-detected = detected
stream-axis-ago = samples before the newest
stream-axis-probability = probability
stream-hover-probability = probability %{ "{" }y:.3f{ "}" }

stream-events = Events
stream-seed = Seed
stream-playing = Speed
stream-times = { $factor } ×
stream-sample = Sample
stream-slider = Go through the stream
stream-next = Next sample (→; PageDown goes further)
stream-previous = Previous sample (←; PageUp goes further)
stream-position = { "{" }position{ "}" } of { "{" }count{ "}" }
stream-loading = The network listens to the whole stream …

stream-head = { "{" }name{ "}" }: { $probability } over the last { $count } samples.
stream-percent = { "{" }percent{ "}" } %
stream-head-none = The map covers fewer than { $count } samples yet.
stream-evidence-nothing = No evidence of { "{" }event{ "}" } so far.
stream-evidence-going-on = Evidence of { "{" }event{ "}" } since sample { "{" }first{ "}" }.
stream-evidence-over = Latest evidence of { "{" }event{ "}" }: samples { "{" }first{ "}" } to { "{" }last{ "}" }.
stream-evidence-silent = This map speaks for no event.
stream-label-lag = The map lags behind
stream-lag = Sample { "{" }sample{ "}" } has arrived; the map ends { "{" }lag{ "}" } samples earlier: a position is known once all { $size } samples it sees are there.
stream-label-score = So far
stream-score = Events found: { "{" }found{ "}" } of { "{" }past{ "}" }. False alarms: { "{" }false{ "}" }.
stream-score-silent = Nothing is looked for in this map.
stream-label-speed = How fast the network is
stream-speed = Mapped here in chunks of { $chunk } samples: { $speed } samples a second, { $factor } times the { $rate } a second that 1 × plays.
stream-about-probability = Probability: what the network’s own pooling and linear combination make of the latest positions of the map, as many as a signal of { $count } samples has. It is not quite the answer to those samples cut out: a cut-out begins and ends in zeros, which its outermost positions see. As long as the map covers fewer than { $count } samples there is none.
stream-about-alarms = False alarms: the threshold was set on signals of { $count } samples to which nothing happens, so that at most one in { $signals } of them raises one. A stream of { NUMBER($length) } samples is as long as { $times } of them and has that many times the chances.

error-stream-events = The number of events must be a whole number from 0 to { $high }, got { $got }.
error-stream-seed = The seed must be a whole number from 0 to { $high }, got { $got }.
