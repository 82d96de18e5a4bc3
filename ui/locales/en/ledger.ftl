# Evidence's ledger; { "{" }names{ "}" } in braces are filled in by the browser.
ledger-alt = From top to bottom: running sums along the signal from the bias to the logits, the signal over its class activation map, what each position adds, the terms of all channels ranked by what they contribute, with their contributions beside them.
ledger-margin = margin
ledger-row-running = <b>Running sum</b> · from the bias, position by position, to the logit
ledger-row-running-short = <b>Running sum</b>, bias to logit
ledger-row-signal = <b>Signal</b> over the map · dashed: the true interval
ledger-row-signal-short = <b>Signal</b> over the map
ledger-row-adds-average = <b>What each position adds</b> · the map over the number of positions
ledger-row-adds-average-short = <b>Each position adds</b>
ledger-row-adds-max = <b>What each position adds</b> · the terms of the channels whose maximum stands there
ledger-row-adds-max-short = <b>Each position adds</b>
ledger-row-terms-average = <b>Terms</b> weight × feature map · largest contribution on top · click to silence
ledger-row-terms-average-short = <b>Terms</b> · tap to silence
ledger-row-terms-max = <b>Terms</b> weight × feature map · dots: the maximum, which alone counts · click to silence
ledger-row-terms-max-short = <b>Terms</b> · tap to silence
ledger-column-logit = <b>Logit</b>
ledger-column-adds = <b>Adds</b>

ledger-whole = { "{" }sentence{ "}" } { "{" }truth{ "}" }
ledger-stays = Silenced: { "{" }count{ "}" } of { "{" }total{ "}" } channels. The { "{" }subject{ "}" }: { "{" }before{ "}" } { "{" }taken{ "}" } = { "{" }after{ "}" }. The answer stays { "{" }answer{ "}" }: { "{" }probability{ "}" }.
ledger-turns = Silenced: { "{" }count{ "}" } of { "{" }total{ "}" } channels. The { "{" }subject{ "}" }: { "{" }before{ "}" } { "{" }taken{ "}" } = { "{" }after{ "}" }. The answer turns from { "{" }first{ "}" } to { "{" }answer{ "}" }: { "{" }probability{ "}" }.
ledger-sum-class = { "{" }name{ "}" }: bias { "{" }bias{ "}" } { "{" }added{ "}" } = { "{" }end{ "}" }; the network’s logit { "{" }before{ "}" } (rest { "{" }rest{ "}" }); probability { "{" }probability{ "}" }
ledger-sum-class-silenced = { "{" }name{ "}" }: bias { "{" }bias{ "}" } { "{" }added{ "}" } = { "{" }end{ "}" }; logit { "{" }before{ "}" } { "{" }taken{ "}" } = { "{" }after{ "}" }; probability { "{" }probability{ "}" }
ledger-sum-margin = { "{" }name{ "}" }: bias { "{" }bias{ "}" } { "{" }added{ "}" } = { "{" }end{ "}" }; the network’s logits differ by { "{" }before{ "}" } (rest { "{" }rest{ "}" })
ledger-sum-margin-silenced = { "{" }name{ "}" }: bias { "{" }bias{ "}" } { "{" }added{ "}" } = { "{" }end{ "}" }; the logits differ by { "{" }before{ "}" } { "{" }taken{ "}" } = { "{" }after{ "}" }
ledger-percent = { "{" }percent{ "}" } %

ledger-against = Beside it
ledger-against-next = Most likely other
ledger-count = { "{" }count{ "}" } of { "{" }total{ "}" } silenced
ledger-how-many = How many
ledger-silence-largest = Silence the { "{" }count{ "}" } largest
ledger-silence-others = Silence all but the { "{" }count{ "}" } largest
ledger-only = Silence all but channel { "{" }channel{ "}" }
ledger-restore = Restore all
ledger-list = Channels, largest contribution first (↑ ↓ choose, Enter or Space silences and restores)
ledger-channel = channel { "{" }channel{ "}" }
ledger-row = Rank { "{" }rank{ "}" }: channel { "{" }channel{ "}" } contributes { "{" }value{ "}" }
ledger-silenced = silenced

ledger-tip-running = { $name } { "{" }upto{ "}" }: bias { "{" }bias{ "}" } { "{" }added{ "}" } so far = { "{" }value{ "}" }
ledger-upto-start = before the first sample
ledger-upto-sample = up to sample { $sample }
ledger-upto-end = at the end
ledger-tip-signal = Sample { "{" }column{ "}" }: signal { "{" }value{ "}" }, map { "{" }map{ "}" }
ledger-tip-adds = Position { "{" }position{ "}" } (centre at sample { "{" }center{ "}" }) adds { "{" }value{ "}" }
ledger-tip-term = Rank { "{" }rank{ "}" }, channel { "{" }channel{ "}" }, position { "{" }column{ "}" } (centre at sample { "{" }center{ "}" }): term { "{" }value{ "}" }. The channel contributes { "{" }contribution{ "}" }
ledger-tip-contribution = Rank { "{" }rank{ "}" }, channel { "{" }channel{ "}" }: contributes { "{" }contribution{ "}" }

between = Between the positions
between-help = The network gives one value a position, and every position stands at the centre of what it sees. All three right ways pass through these values there (dots); between them they guess. Drag across the picture to zoom in, double-click to zoom out. This is the network’s own map: nothing is silenced in it.
between-alt = One row for each way to interpolate: the signal, the native steps of the map, the interpolated curve, and a dot at the true centre of each position.
between-row-native = <b>Nearest</b> · each sample takes the value of the nearest centre
between-row-native-short = <b>Nearest</b>
between-row-linear = <b>Linear</b> · straight lines between the centres (what CAM Scope uses)
between-row-linear-short = <b>Linear</b>
between-row-cubic = <b>Cubic</b> · the natural spline through the same centres
between-row-cubic-short = <b>Cubic</b>
between-row-corner = <b>Corner-aligned</b> (wrong) · open diamonds: where it puts the positions
between-row-corner-short = <b>Corner-aligned</b> (wrong)
between-hover-curve = sample %{ "{" }x{ "}" }: %{ "{" }y:.4f{ "}" }
between-hover-center = position %{ "{" }pointNumber{ "}" }, centre at sample %{ "{" }x{ "}" }: %{ "{" }y:.4f{ "}" }
between-hover-wrong = position %{ "{" }pointNumber{ "}" }, drawn at %{ "{" }x:.2f{ "}" }
drift = Corner-aligned, the common wrong way
drift-off = Hidden
drift-on = Shown
between-drift = Stretching the positions from the first to the last sample moves them by up to { $samples } samples. On this map that misses linear interpolation by up to { $logits } logits, at sample { $sample }.
