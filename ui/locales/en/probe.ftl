# The probe and the steps of the Layers page; { "{" }names{ "}" } in braces are filled in by the browser.
probe = Probe
probe-title = Arrow keys walk from unit to unit (Escape ends)
probe-loading = The kernels are on their way …
probe-failed = The server did not send this layer’s kernels. Choose the unit again to try once more.
probe-level = Layer
probe-channel = Channel
probe-position = Position
probe-pin = Pin
probe-pin-title = Keep this unit while signals change (Enter)
probe-padding = padding
probe-won = ▲ wins
probe-products = Largest products
probe-other-taps = the other { "{" }count{ "}" }

probe-sees = Sees samples { "{" }first{ "}" } to { "{" }last{ "}" } of the signal.
probe-sees-one = Sees sample { "{" }first{ "}" } of the signal.
probe-sees-padding = Sees samples { "{" }first{ "}" } to { "{" }last{ "}" } of the signal; { "{" }padding{ "}" } of its { "{" }size{ "}" } places are padding beyond the edge.
probe-sees-whole = Sees the whole signal.
probe-sees-none = A weight belongs to no place: it is the same for every signal.

probe-name-channel = { $title } · channel { "{" }channel{ "}" }:
probe-name-cam = CAM · position { "{" }position{ "}" }:
probe-name-signal = Signal · sample { "{" }position{ "}" }:
probe-name-layer = { $layer } · channel { "{" }channel{ "}" } · position { "{" }position{ "}" }:
probe-level-signal = Signal
probe-level-average = GAP
probe-level-max = GMP
probe-level-weight = Weight
probe-level-contribution = Weight × pooled feature
probe-level-cam = CAM

probe-how-signal = The first layer reads the sample less the training signals’ mean, in their standard deviations.
probe-how-first = Kernel of { $size } over samples { "{" }first{ "}" } to { "{" }last{ "}" } (standardised):
probe-how-conv = Kernel { $size } × { $count } over positions { "{" }first{ "}" } to { "{" }last{ "}" } of { $before }: left what it reads, right the weights.
probe-how-point = Kernel 1 × { $count } over position { "{" }first{ "}" } of { $before }: left what it reads, right the weights.
probe-how-pool = The largest of these positions of { $before }, same channel:
probe-how-average = The mean of the channel’s { $count } positions in { $before }:
probe-how-max = The largest of the channel’s { $count } positions in { $before }; it stands at position { "{" }place{ "}" }.
probe-how-weight = How much this channel speaks for the map shown:
probe-how-contribution = What this channel adds, and what is added to that until the logit is reached:
probe-how-cam = Weight × activation of every channel of { $before } at this position:

probe-product = · channel { "{" }channel{ "}" } at { "{" }position{ "}" }
probe-product-channel = · channel { "{" }channel{ "}" }
probe-rest = · the other { "{" }count{ "}" } products
probe-rest-channels = · the other { "{" }count{ "}" } channels

probe-term-products = { "{" }count{ "}" } products
probe-term-bias = bias
probe-term-sum = sum
probe-term-scale = scale
probe-term-scaled = scaled
probe-term-shift = shift
probe-term-rounding = rounding
probe-term-before = before ReLU
probe-term-after = after ReLU
probe-term-total = sum of { "{" }count{ "}" } positions
probe-term-count = positions
probe-term-pooled = pooled feature
probe-term-weight = weight
probe-term-weight-of = weight of { $name }
probe-term-contribution = what it adds
probe-term-others = the other { "{" }count{ "}" } channels
probe-term-logit = { "{" }subject{ "}" }
probe-term-cam = CAM: sum of { "{" }count{ "}" } terms
probe-term-sample = sample
probe-term-mean = mean
probe-term-std = standard deviation
probe-term-standardized = what is read

walk = Step by step
walk-title = From the signal to the map with PageDown and PageUp (Escape ends)
walk-back = Step back (PageUp)
walk-on = Next step (PageDown)
walk-end = End the walk (Escape)
walk-place = Step { "{" }step{ "}" } of { "{" }count{ "}" }
walk-signal-event = One signal, { $count } samples, with { "{" }event{ "}" } at samples { "{" }truth_first{ "}" } to { "{" }truth_last{ "}" }. Follow sample { "{" }position{ "}" } through the network.
walk-signal-plain = One signal, { $count } samples, a plain sine. Follow sample { "{" }position{ "}" } through the network.
walk-first = Each of { $channels } kernels of { $size } slides along the signal. On this path channel { "{" }channel{ "}" } reads samples { "{" }first{ "}" } to { "{" }last{ "}" } and gives { "{" }value{ "}" }.
walk-conv = Each of { $channels } kernels reads all { $count } channels of { $before }. On this path channel { "{" }channel{ "}" } sees samples { "{" }first{ "}" } to { "{" }last{ "}" } and gives { "{" }value{ "}" }.
walk-pool = Of every { $size } neighbours the largest goes on: { $from } positions become { $positions }. On this path { "{" }value{ "}" } goes on, from samples { "{" }first{ "}" } to { "{" }last{ "}" }.
walk-stage = { $layer } is made of { $blocks }. On this path channel { "{" }channel{ "}" } sees samples { "{" }first{ "}" } to { "{" }last{ "}" } and gives { "{" }value{ "}" }.
walk-average = GAP: the mean of { $positions } positions makes one number of each of the { $channels } channels. Channel { "{" }channel{ "}" } has { "{" }pooled{ "}" }.
walk-max = GMP: the largest of { $positions } positions makes one number of each of the { $channels } channels. Channel { "{" }channel{ "}" } has { "{" }pooled{ "}" }.
walk-head = Each number times its weight, all added to the bias { "{" }bias{ "}" }: { "{" }subject{ "}" } { "{" }logit{ "}" }. Channel { "{" }channel{ "}" } adds { "{" }weight{ "}" } × { "{" }pooled{ "}" } = { "{" }added{ "}" }.
walk-cam-average = The same weights before averaging: the map. It is highest at position { "{" }position{ "}" } with { "{" }value{ "}" }; its mean and the bias are the logit { "{" }logit{ "}" }.
walk-cam-max = The same weights at every position: the map, highest at position { "{" }position{ "}" } with { "{" }value{ "}" }. With GMP only each channel’s largest value counts for the logit { "{" }logit{ "}" }.
walk-over-found-event = Over the signal, what lies above 20 % of the peak: samples { "{" }found_first{ "}" } to { "{" }found_last{ "}" }. Really there: { "{" }event{ "}" } at samples { "{" }truth_first{ "}" } to { "{" }truth_last{ "}" }.
walk-over-found-plain = Over the signal, what lies above 20 % of the peak: samples { "{" }found_first{ "}" } to { "{" }found_last{ "}" }. Really it is a plain sine.
walk-over-none-event = Over the signal the map is nowhere above zero. Really there: { "{" }event{ "}" } at samples { "{" }truth_first{ "}" } to { "{" }truth_last{ "}" }.
walk-over-none-plain = Over the signal the map is nowhere above zero, and really it is a plain sine.

layers-hint = Point at a unit, or tap it, to take it apart; a click keeps it. With Probe on: ← → walk units, ↑ ↓ channels, Shift with ↑ ↓ layers, Enter pins, Escape ends. Drag across the strips to zoom in, double-click to zoom out. Weight and contribution order the last layer and the rows below it.
