# The Scope page.
scope-alt = A signal, its class activation map behind it as colour and below it as height, the true burst and the localised interval.
scope-computing = The network looks at all test signals …
scope-about-model = Model, signals and scores
scope-hover-signal = signal %{ "{" }y:.3f{ "}" }
scope-hover-native = native step %{ "{" }y:.3f{ "}" }
scope-hover-cam = CAM %{ "{" }y:.3f{ "}" }
scope-truth = true burst
scope-found = localised
scope-axis-cam = CAM (logit)
scope-axis-margin = margin (logit)
scope-axis-ratio = share of own peak

scope-prediction = { $name }: { $probability }.
scope-evidence-noisy_sine = The evidence lies at samples { $first } to { $last }.
scope-no-evidence-noisy_sine = Yet its map shows no evidence: it stays below what clean signals reach.
scope-evidence-sine = Yet the map shows evidence of noise at samples { $first } to { $last }.
scope-evidence-everywhere-noisy_sine = The evidence is spread over the whole signal.
scope-evidence-everywhere-sine = Yet the map shows evidence of noise all over the signal.
scope-no-evidence-sine = No evidence of noise.
scope-truth-noisy_sine = Noise at samples { $first } to { $last }.
scope-truth-sine = A plain sine, no burst.
scope-right = The network is right.
scope-wrong = The network is wrong.
scope-score = IoU { NUMBER($iou, minimumFractionDigits: 2) }, { $peak }, edges off by { NUMBER($error, minimumFractionDigits: 1) } samples
scope-peak-inside = peak inside the burst
scope-peak-outside = peak outside the burst
scope-score-no-truth = Nothing to find: the signal has no burst.
scope-score-nothing-found = Nothing localised: the map shows no evidence.
scope-sum-0 = logit { $logit } = bias { $bias } + mean of CAM { $mean } (rest { $residual })
scope-sum-1 = logit { $logit } = bias { $bias } + mean of CAM { $mean } (rest { $residual })
scope-sum-margin = margin { $logit } = bias difference { $bias } + mean of map { $mean } (rest { $residual })
scope-label-truth = Truth
scope-label-score = Localised against the truth
scope-label-sum = The map adds up

map = Map
map-predicted = Predicted class
map-0 = Sine
map-1 = Noise
map-margin = Margin (noise − sine)
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
filter-evidence = Evidence of noise
filter-no-evidence = None
