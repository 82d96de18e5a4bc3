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
