# The Scope page.
scope-alt = A signal, its class activation map behind it as colour and below it as height, the true interval and the localised one.
scope-computing = The network looks at all test signals …
scope-about-model = Model, signals and scores
scope-hover-signal = signal %{ "{" }y:.3f{ "}" }
scope-hover-native = native step %{ "{" }y:.3f{ "}" }
scope-hover-cam = CAM %{ "{" }y:.3f{ "}" }
scope-truth = truth
scope-found = localised
scope-axis-cam = CAM (logit)
scope-axis-margin = margin (logit)
scope-axis-ratio = share of own peak
scope-axis-less-fixed = { $first }<br>less { $second }<br>(logit)
scope-axis-less-ratio = { $first }<br>less { $second }<br>(of own peak)
scope-axis-itself = { $first }<br>less itself:<br>zero everywhere

scope-prediction = { $name }: { $probability }.
scope-truth-sine = A plain sine: nothing happens.
scope-right = The network is right.
scope-wrong = The network is wrong.
scope-score = IoU { NUMBER($iou, minimumFractionDigits: 2) }, { $peak }, edges off by { NUMBER($error, minimumFractionDigits: 1) } samples
scope-peak-inside = peak inside the true interval
scope-peak-outside = peak outside the true interval
scope-score-no-truth = Nothing to find: nothing happens to this signal.
scope-score-nothing-found = Nothing localised: the map shows no evidence.
scope-label-truth = Truth
scope-score-of = Map of { $name }: { $score }
scope-score-nothing-found-of = Nothing localised: the map of { $name } shows no evidence.
scope-label-score = Localised against the truth
scope-label-score-of = Map of { $name } against the truth
scope-label-sum = The map adds up

map = Map
map-predicted = Predicted class
map-margin = Margin ({ $second } − { $first })
scale = Scale
scale-fixed = Fixed for the model
scale-ratio = Ratio of its own peak
interpolation = Between positions
interpolation-linear = Interpolated
interpolation-native = Native steps
filter-all = All
filter-label = Class
filter-outcome = Answer
filter-right = Right
filter-wrong = Wrong
filter-no-evidence = None
filter-found = Found
filter-evidence = Evidence

scope-evidence-event = The evidence lies at samples { $first } to { $last }.
scope-no-evidence-event = Yet its map shows no evidence: it stays below what clean signals reach.
scope-evidence-sine = Yet the map shows evidence of { $event } at samples { $first } to { $last }.
scope-evidence-everywhere-event = The evidence is spread over the whole signal.
scope-evidence-everywhere-sine = Yet the map shows evidence of { $event } all over the signal.
scope-evidence-event-several = Its map shows evidence at samples { $first } to { $last }.
scope-evidence-sine-several = Yet the map of { $name } shows evidence at samples { $first } to { $last }.
scope-evidence-everywhere-event-several = Its map shows evidence all over the signal.
scope-evidence-everywhere-sine-several = Yet the map of { $name } shows evidence all over the signal.
scope-no-evidence-sine = No evidence of { $event }.
scope-truth-event = { $name } at samples { $first } to { $last }.
scope-sum-class-average = logit { $logit } = bias { $bias } + mean of CAM { $total } (rest { $residual })
scope-sum-margin-average = margin { $logit } = bias difference { $bias } + mean of map { $total } (rest { $residual })
scope-sum-class-max = logit { $logit } = bias { $bias } + terms at the channels’ maxima { $total } (rest { $residual })
scope-sum-margin-max = margin { $logit } = bias difference { $bias } + terms at the channels’ maxima { $total } (rest { $residual })
scope-sum-itself = The map of { $name } less itself is zero everywhere, and so is the margin.

against = Minus the map of
against-none = Nothing
against-second = Second most likely

top = The most likely classes
top-help = As in figure 4 of Zhou et al.: each class has a map of its own for the same signal. All rows share one scale, ± { $scale } logits, so strength can be compared. Green: the true interval. Purple: what the map localises.
top-alt = The most likely classes, one row each: the signal over the class activation map of that class, with the true interval and the localised one.
top-line = { $rank }. { $name }: { $probability } (logit { $logit }). { $where }
top-interval = Localised at samples { $first } to { $last }.
top-no-evidence = Its map shows no evidence.
top-plain = The plain sine has no place.
