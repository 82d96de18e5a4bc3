# The Layers page.
layers-alt = Ladder from top to bottom: the signal; strips of all channels of first conv, second conv, first pooling, third conv and fourth conv; the pooled features, weights and contributions of the last channels; the class activation map over the signal.
layers-first-conv = First conv
layers-second-conv = Second conv
layers-first-pooling = First pooling
layers-third-conv = Third conv
layers-fourth-conv = Fourth conv
layers-strip = <b>{ $name }</b> · { $channels } channels × { $positions } positions, sees { $size } samples
layers-strip-short = <b>{ $name }</b> · { $channels } × { $positions }, sees { $size } samples
layers-row-signal = <b>Signal</b> · dashed: the true burst
layers-row-signal-short = <b>Signal</b> · dashed: the true burst
layers-row-pooled = <b>GAP</b> (global average pooling) · the mean of each of the { $count } channels
layers-row-pooled-short = <b>GAP</b> · means of { $count } channels
layers-row-weight = <b>Linear combination</b> · each channel’s weight for the map shown
layers-row-weight-short = <b>Linear combination</b> · weights
layers-row-contribution = Weight × pooled feature: what each channel adds to the logit
layers-row-contribution-short = Weight × pooled feature
layers-row-cam = <b>CAM</b> · curve and colour: interpolated, steps: native, in logits; thin: the signal
layers-row-cam-short = <b>CAM</b> over the signal, in logits

layers-term = { $value } (channel { $channel })
layers-combination-0 = logit of Sine { $logit } = bias { $bias } { $terms } { $rest } (the other { $count } channels)
layers-combination-1 = logit of Noise { $logit } = bias { $bias } { $terms } { $rest } (the other { $count } channels)
layers-combination-margin = margin { $logit } = bias difference { $bias } { $terms } { $rest } (the other { $count } channels)
layers-conservation-0 = logit of Sine { $logit } = bias { $bias } { $mean } (mean of CAM); rest { $residual }
layers-conservation-1 = logit of Noise { $logit } = bias { $bias } { $mean } (mean of CAM); rest { $residual }
layers-conservation-margin = margin { $logit } = bias difference { $bias } { $mean } (mean of map); rest { $residual }
layers-label-combination = Linear combination
layers-label-conservation = Conservation: logit = bias + mean of CAM

sort = Channels by
sort-index = Number
sort-weight = Weight
sort-contribution = Contribution
sort-peak = Peak
layers-zoom-hint = Drag across the strips to zoom in, double-click to zoom out. Weight and contribution order the fourth conv and the rows below it; other layers keep their numbers. Click a channel to see what it is made of.
layers-tip-strip = { $layer }: channel { "{" }channel{ "}" } · position { "{" }column{ "}" }, centre at sample { "{" }center{ "}" }, sees { "{" }sees{ "}" } · value { "{" }value{ "}" }
layers-tip-signal = sample { "{" }column{ "}" }: { "{" }value{ "}" }
layers-tip-pooled = channel { "{" }channel{ "}" }: pooled feature { "{" }value{ "}" }
layers-tip-weight = channel { "{" }channel{ "}" }: weight { "{" }value{ "}" }
layers-tip-contribution = channel { "{" }channel{ "}" } adds { "{" }value{ "}" }
layers-tip-cam = CAM at sample { "{" }column{ "}" }: { "{" }value{ "}" }
layers-tip-steps = CAM at position { "{" }column{ "}" }: { "{" }value{ "}" }

layers-detail = One channel
layers-layer = Layer
layers-channel = Channel 0–{ $last }
layers-kernel = Kernel: { $size } samples of { $count ->
    [one] the { $before }
   *[other] { $count } channels of { $before }
 }; bias { $bias }.
layers-normalized = Then batch normalisation: times { $scale }, plus { $shift }.
layers-pooling = First pooling has no kernel: each value is the larger of two neighbours of the same channel in { $layer }.
layers-kernel-alt = The kernel of channel { $channel } in { $layer }.
layers-activation = Its activation over the signal
layers-activation-alt = Activation of channel { $channel } in { $layer } over the signal.
layers-share = Pooled feature { "{" }pooled{ "}" }. Sine: weight { $sine_weight }, adds { "{" }sine{ "}" }. Noise: weight { $noise_weight }, adds { "{" }noise{ "}" }.
layers-axis-offset = samples from the centre
layers-axis-input = channel of { $layer }
layers-hover-kernel = channel %{ "{" }x{ "}" }, offset %{ "{" }y{ "}" }: %{ "{" }z:.4f{ "}" }
layers-hover-tap = offset %{ "{" }x{ "}" }: %{ "{" }y:.4f{ "}" }
layers-hover-activation = centre %{ "{" }x{ "}" }: %{ "{" }y:.4f{ "}" }
