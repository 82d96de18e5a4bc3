# The Layers page.
layers-alt = Ladder from top to bottom: the signal; strips of all channels of each layer; the pooled features, weights and contributions of the last channels; the class activation map over the signal.
layers-strip = <b>{ $name }</b> · { $channels } channels × { $positions } positions, sees { $size } samples
layers-strip-short = <b>{ $name }</b> · { $channels } × { $positions }, sees { $size } samples
layers-row-signal = <b>Signal</b> · dashed: the true interval
layers-row-signal-short = <b>Signal</b> · dashed: the true interval
layers-row-weight = <b>Linear combination</b> · each channel’s weight for the map shown
layers-row-weight-short = <b>Linear combination</b> · weights
layers-row-contribution = Weight × pooled feature: what each channel adds to the logit
layers-row-contribution-short = Weight × pooled feature
layers-row-cam = <b>CAM</b> · curve and colour: interpolated, steps: native, in logits; thin: the signal
layers-row-cam-short = <b>CAM</b> over the signal, in logits

layers-term = { $value } (channel { $channel })
layers-label-combination = Linear combination

sort = Channels by
sort-index = Number
sort-weight = Weight
sort-contribution = Contribution
sort-peak = Peak
layers-zoom-hint = Drag across the strips to zoom in, double-click to zoom out. Weight and contribution order the last layer and the rows below it; other layers keep their numbers. Click a channel to see what it is made of.
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
layers-pooling = This layer has no kernel: each value is the largest of { $size } neighbours of the same channel in { $layer }.
layers-kernel-alt = The kernel of channel { $channel } in { $layer }.
layers-activation = Its activation over the signal
layers-activation-alt = Activation of channel { $channel } in { $layer } over the signal.
layers-share = Pooled feature { "{" }pooled{ "}" }.
layers-axis-offset = samples from the centre
layers-axis-input = channel of { $layer }
layers-hover-kernel = channel %{ "{" }x{ "}" }, offset %{ "{" }y{ "}" }: %{ "{" }z:.4f{ "}" }
layers-hover-tap = offset %{ "{" }x{ "}" }: %{ "{" }y:.4f{ "}" }
layers-hover-activation = centre %{ "{" }x{ "}" }: %{ "{" }y:.4f{ "}" }
layers-share-class = { $name }: weight { $weight }, adds { $adds }.
layers-stage = { $layer } is made of { $blocks }: its channels have no single kernel.
layers-row-average = <b>GAP</b> (global average pooling) · the mean of each of the { $count } channels
layers-row-average-short = <b>GAP</b> · means of { $count } channels
layers-row-max = <b>GMP</b> (global max pooling) · the largest value of each of the { $count } channels
layers-row-max-short = <b>GMP</b> · largest of { $count } channels
layers-logit = logit of { $name }
layers-margin = margin
layers-combination = { $subject } { $logit } = bias { $bias } { $terms } { $rest } (the other { $count } channels)
layers-conservation-average = { $subject } { $logit } = bias { $bias } { $total } (mean of CAM); rest { $residual }
layers-conservation-max = { $subject } { $logit } = bias { $bias } { $total } (terms at the channels’ maxima); rest { $residual }
layers-label-conservation-average = Conservation: logit = bias + mean of CAM
layers-label-conservation-max = Conservation: logit = bias + each channel’s weight × its maximum
