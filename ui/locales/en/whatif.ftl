# The What if page.
page-whatif = What if
page-whatif-about = Change the signal by hand and see what the network says then
whatif-tool = What to do
whatif-tool-drag = Drag the event
whatif-tool-clean = Clean a part
whatif-tool-flip = Flip point
whatif-tool-shift = Shift probe
whatif-tool-sketch = Draw your own
whatif-signal = Signal
whatif-signal-test = Test signal
whatif-signal-made = Made by hand

whatif-alt-plain = A signal and, dashed, what it was before; its class activation map behind it as colour and below it as height, the true interval and the localised one.
whatif-alt-flip = A signal with its class activation map, and beside it the probability of every class against the strength of the event, with upright lines where the answer turns.
whatif-alt-shift = A signal with its class activation map, and beside it where the map peaks against where the event lies, and how far the two are apart.

whatif-numbers = Before → now (difference; probabilities in percentage points). Bold: the answer.
whatif-column-probability = Probability
whatif-column-logit = Logit
whatif-change = { $before } → { $now } ({ $difference })
whatif-hint = Drag sideways to move it, up or down to change its strength.
whatif-hint-none = Nothing happens to this signal: drag the frame to put an event in.
whatif-says = The network says
whatif-truth-unknown = { $name } at samples { $first } to { $last }. The network was never trained on this kind of event.
whatif-truth-sketch = A signal drawn by hand has no known truth.

whatif-clean-first = From sample
whatif-clean-last = to sample
whatif-clean-window = The window: arrow keys move it
whatif-clean-true-window = Take the true window
whatif-clean-found-window = Take the localised interval
whatif-clean-none = No window
whatif-clean-nothing = Nothing is cleaned yet: drag across the picture to choose a window.
whatif-clean-turns = With samples { $first } to { $last } clean the answer turns from { $old } ({ $was }) to { $new } ({ $now }).
whatif-clean-stays = With samples { $first } to { $last } clean the answer stays { $old }: { $was } before, { $now } now.
whatif-twin = The clean twin
whatif-twin-own = Nothing happens to this signal: it is its own clean twin, and cleaning changes nothing.
whatif-twin-equal = These are the clean twin’s logits, bit for bit.
whatif-twin-far = The logits are up to { $difference } away from those of the clean twin.

whatif-axis-probability = probability
whatif-strength-noise-std = a standard deviation of { $strength }
whatif-strength-event-height = a height of { $strength }
whatif-strength-share = a share of { $strength }
whatif-flip-never = The answer never turns: from no event up to { $highest } it stays { $name }.
whatif-flip-once = The answer turns once, from { $old } to { $new }, at { $strength } (± { $accuracy }).
whatif-flip-several = The answer turns more than once; first, from { $old } to { $new }, at { $strength } (± { $accuracy }).
whatif-flip-turn = { $new } at { $strength }
whatif-flip-then = { $turns }.
whatif-flip-then-more = { $turns }; and it goes on turning.
whatif-flip-then-label = After that
whatif-flip-then-none = It turns no more.
whatif-flip-grid-label = How it was searched
whatif-flip-grid = { $count } strengths up to { $highest }, { $step } apart; every step in which the answer turns was halved and halved again. Two turns within one step would be missed.

whatif-axis-center = centre of the event (sample index)
whatif-axis-peak = peak of the map
whatif-axis-drift = drift (+ right)
whatif-hover-peak = peak %{ "{" }y:.1f{ "}" }
whatif-hover-drift = drift %{ "{" }y:.1f{ "}" }
whatif-shift = The map of { $name } peaks { $mean } samples off the event’s centre on average, { $largest } at most.
whatif-shift-fixed = This event fits in one place only, so it cannot be slid. There the peak lies { $side ->
    [left] { $far } samples left of its centre.
    [right] { $far } samples right of its centre.
   *[on] on its centre.
 }
whatif-shift-edges-label = At the edges
whatif-shift-side = { $side ->
    [left] { $far } samples left of the event’s centre
    [right] { $far } samples right of the event’s centre
   *[on] on the event’s centre
 }
whatif-shift-ends = At the first place the peak lies { $first }, at the last { $last }.
whatif-shift-near = On average it is { $outer } samples off near the ends (squares), where units that see the event also see beyond the signal, and { $inner } elsewhere.
whatif-shift-all-near = Wherever the event lies, some unit that sees it also sees beyond the signal.
whatif-shift-none-near = No unit that sees the event sees beyond the signal.
whatif-shift-stair-label = The stair
whatif-shift-stair = Over { $places } places of the event the peak takes { $count } of the map’s positions, { $jump ->
    [one] 1 sample
   *[other] { $jump } samples
 } or a multiple of that apart.
whatif-shift-stair-one = Over { $places } places of the event the peak stays at one of the map’s positions.
whatif-shift-stair-fixed = One place of the event gives one place of the peak: there is no stair.

whatif-sketch-pen = The pen
whatif-sketch-draw = Draws
whatif-sketch-smooth = Smooths
whatif-sketch-erase = Erases
whatif-sketch-from-shown = From the signal
whatif-sketch-blank = Blank
whatif-sketch-smooth-all = Smooth all
whatif-sketch-point = The pen’s point: ← → choose a sample, ↑ ↓ draw it, Shift goes farther
whatif-sketch-at = sample { "{" }sample{ "}" }, value { "{" }value{ "}" }
whatif-sketch-hint = Draw over the signal with mouse or finger.
whatif-sketch-drawing = Drawing
whatif-sketch-undo = Undo
whatif-sketch-undo-title = Take back the last stroke (Ctrl+Z, ⌘Z)

made = The signal made by hand
made-help = The generator of all other signals makes it from these numbers. Dragging starts from here. Everything stays in the link.
whatif-made-waits = The link chooses “{ $test }”, so its numbers of the signal made by hand wait until “{ $made }” is chosen.
made-kind = Event
made-kind-help = What happens to the sine. Of the kinds offered the open network was not trained on { $count }: what does it say of them?
made-none = None
made-cycles = Cycles (per signal)
made-phase = Phase (radians)
made-amplitude = Amplitude (signal units)
made-background = Background noise (standard deviation, signal units)
made-start = Event from (sample index)
made-length = Event length (samples)
made-seed = Seed of noise and sign
made-strength = Strength
made-bounds = From { $low } to { $high }.
