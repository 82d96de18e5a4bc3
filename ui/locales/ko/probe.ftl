# 층별 보기의 탐침과 단계; 중괄호 { "{" }이름{ "}" }은 브라우저가 채웁니다.
probe = 탐침
probe-title = 화살표 키로 유닛을 옮겨 다닙니다 (Esc로 끝냄)
probe-loading = 커널을 가져오고 있습니다 …
probe-failed = 서버가 이 층의 커널을 보내지 않았습니다. 유닛을 다시 고르면 한 번 더 시도합니다.
probe-level = 층
probe-channel = 채널
probe-position = 위치
probe-pin = 고정
probe-pin-title = 신호가 바뀌어도 이 유닛을 그대로 둡니다 (Enter)
probe-padding = 패딩
probe-won = ▲ 선택됨
probe-products = 가장 큰 곱
probe-other-taps = 나머지 { "{" }count{ "}" }개

probe-sees = 신호의 샘플 { "{" }first{ "}" }–{ "{" }last{ "}" }번을 봅니다.
probe-sees-one = 신호의 샘플 { "{" }first{ "}" }번을 봅니다.
probe-sees-padding = 신호의 샘플 { "{" }first{ "}" }–{ "{" }last{ "}" }번을 봅니다. { "{" }size{ "}" }칸 가운데 { "{" }padding{ "}" }칸은 끝을 넘어간 패딩입니다.
probe-sees-whole = 신호 전체를 봅니다.
probe-sees-none = 가중치는 위치가 없으며 모든 신호에서 같습니다.

probe-name-channel = { $title } · 채널 { "{" }channel{ "}" }:
probe-name-cam = CAM · 위치 { "{" }position{ "}" }:
probe-name-signal = 신호 · 샘플 { "{" }position{ "}" }:
probe-name-layer = { $layer } · 채널 { "{" }channel{ "}" } · 위치 { "{" }position{ "}" }:
probe-level-signal = 신호
probe-level-average = GAP
probe-level-max = GMP
probe-level-weight = 가중치
probe-level-contribution = 가중치 × 풀링한 값
probe-level-cam = CAM

probe-how-signal = 첫 층은 샘플에서 학습 신호의 평균을 빼고 표준편차로 나눈 값을 읽습니다.
probe-how-first = 샘플 { "{" }first{ "}" }번부터 { "{" }last{ "}" }번까지(표준화) 놓인 크기 { $size }의 커널:
probe-how-conv = { $before }의 위치 { "{" }first{ "}" }부터 { "{" }last{ "}" }까지 놓인 커널 { $size } × { $count }: 왼쪽은 읽는 값, 오른쪽은 가중치입니다.
probe-how-point = { $before }의 위치 { "{" }first{ "}" } 위의 커널 1 × { $count }: 왼쪽은 읽는 값, 오른쪽은 가중치입니다.
probe-how-pool = { $before }의 같은 채널, 다음 위치 가운데 가장 큰 값:
probe-how-average = { $before }에서 이 채널의 위치 { $count }개의 평균:
probe-how-max = { $before }에서 이 채널의 위치 { $count }개 가운데 가장 큰 값. 위치 { "{" }place{ "}" }에 있습니다.
probe-how-weight = 보고 있는 맵에 이 채널이 기여하는 정도:
probe-how-contribution = 이 채널이 더하는 값, 그리고 로짓이 되기까지 더해지는 나머지:
probe-how-cam = 이 위치에서 { $before }의 모든 채널의 가중치 × 활성값:

probe-product = · 채널 { "{" }channel{ "}" }, 위치 { "{" }position{ "}" }
probe-product-channel = · 채널 { "{" }channel{ "}" }
probe-rest = · 나머지 곱 { "{" }count{ "}" }개
probe-rest-channels = · 나머지 채널 { "{" }count{ "}" }개

probe-term-products = 곱 { "{" }count{ "}" }개의 합
probe-term-bias = 편향
probe-term-sum = 합
probe-term-scale = 배율
probe-term-scaled = 배율 적용
probe-term-shift = 이동
probe-term-rounding = 반올림
probe-term-before = ReLU 전
probe-term-after = ReLU 후
probe-term-total = 위치 { "{" }count{ "}" }개의 합
probe-term-count = 위치 수
probe-term-pooled = 풀링한 값
probe-term-weight = 가중치
probe-term-weight-of = { $name }의 가중치
probe-term-contribution = 더하는 값
probe-term-others = 나머지 채널 { "{" }count{ "}" }개
probe-term-logit = { "{" }subject{ "}" }
probe-term-cam = CAM: 항 { "{" }count{ "}" }개의 합
probe-term-sample = 샘플
probe-term-mean = 평균
probe-term-std = 표준편차
probe-term-standardized = 읽는 값

walk = 한 단계씩
walk-title = 신호에서 맵까지 PageDown과 PageUp으로 따라갑니다 (Esc로 끝냄)
walk-back = 이전 단계 (PageUp)
walk-on = 다음 단계 (PageDown)
walk-end = 끝내기 (Esc)
walk-place = { "{" }count{ "}" }단계 중 { "{" }step{ "}" }단계
walk-signal-event = 샘플 { $count }개인 신호 하나, 샘플 { "{" }truth_first{ "}" }–{ "{" }truth_last{ "}" }번에 { "{" }event{ "}" }이(가) 있습니다. 샘플 { "{" }position{ "}" }번을 따라 네트워크를 지나갑니다.
walk-signal-plain = 샘플 { $count }개인 신호 하나, 순수한 사인파입니다. 샘플 { "{" }position{ "}" }번을 따라 네트워크를 지나갑니다.
walk-first = 크기 { $size }인 커널 { $channels }개가 신호를 따라 움직입니다. 이 경로에서 채널 { "{" }channel{ "}" }은(는) 샘플 { "{" }first{ "}" }–{ "{" }last{ "}" }번을 읽고 { "{" }value{ "}" }을(를) 냅니다.
walk-conv = 커널 { $channels }개가 저마다 { $before }의 채널 { $count }개를 모두 읽습니다. 이 경로에서 채널 { "{" }channel{ "}" }은(는) 샘플 { "{" }first{ "}" }–{ "{" }last{ "}" }번을 보고 { "{" }value{ "}" }을(를) 냅니다.
walk-pool = 이웃한 { $size }개 가운데 가장 큰 값만 지나가서 위치 { $from }개가 { $positions }개로 줄어듭니다. 이 경로에서는 샘플 { "{" }first{ "}" }–{ "{" }last{ "}" }번에서 온 { "{" }value{ "}" }이(가) 지나갑니다.
walk-stage = { $layer }의 구성: { $blocks }. 이 경로에서 채널 { "{" }channel{ "}" }은(는) 샘플 { "{" }first{ "}" }–{ "{" }last{ "}" }번을 보고 { "{" }value{ "}" }을(를) 냅니다.
walk-average = GAP: 위치 { $positions }개의 평균으로 채널 { $channels }개가 저마다 수 하나가 됩니다. 채널 { "{" }channel{ "}" }의 값은 { "{" }pooled{ "}" }입니다.
walk-max = GMP: 위치 { $positions }개의 최댓값으로 채널 { $channels }개가 저마다 수 하나가 됩니다. 채널 { "{" }channel{ "}" }의 값은 { "{" }pooled{ "}" }입니다.
walk-head = 각 수에 가중치를 곱해 편향 { "{" }bias{ "}" }에 모두 더하면 { "{" }subject{ "}" } { "{" }logit{ "}" }이(가) 됩니다. 채널 { "{" }channel{ "}" }은(는) { "{" }weight{ "}" } × { "{" }pooled{ "}" } = { "{" }added{ "}" }을(를) 더합니다.
walk-cam-average = 평균을 내기 전에 같은 가중치를 곱하면 맵이 됩니다. 위치 { "{" }position{ "}" }에서 { "{" }value{ "}" }(으)로 가장 높고, 맵의 평균에 편향을 더하면 로짓 { "{" }logit{ "}" }입니다.
walk-cam-max = 모든 위치에 같은 가중치를 곱하면 맵이 됩니다. 위치 { "{" }position{ "}" }에서 { "{" }value{ "}" }(으)로 가장 높습니다. GMP에서는 채널별 최댓값만 로짓 { "{" }logit{ "}" }에 들어갑니다.
walk-over-found-event = 신호 위에 그리면 최댓값의 20 %를 넘는 곳은 샘플 { "{" }found_first{ "}" }–{ "{" }found_last{ "}" }번입니다. 실제로는 샘플 { "{" }truth_first{ "}" }–{ "{" }truth_last{ "}" }번에 { "{" }event{ "}" }이(가) 있습니다.
walk-over-found-plain = 신호 위에 그리면 최댓값의 20 %를 넘는 곳은 샘플 { "{" }found_first{ "}" }–{ "{" }found_last{ "}" }번입니다. 실제로는 순수한 사인파입니다.
walk-over-none-event = 신호 위에 그려도 맵이 0을 넘는 곳이 없습니다. 실제로는 샘플 { "{" }truth_first{ "}" }–{ "{" }truth_last{ "}" }번에 { "{" }event{ "}" }이(가) 있습니다.
walk-over-none-plain = 신호 위에 그려도 맵이 0을 넘는 곳이 없고, 실제로도 순수한 사인파입니다.

layers-hint = 유닛을 가리키거나 누르면 값이 어떻게 만들어지는지 보입니다. 누르면 고정됩니다. 탐침을 켜면 ← →는 유닛, ↑ ↓는 채널, Shift와 ↑ ↓는 층을 옮기고 Enter는 고정, Esc는 끝냅니다. 띠 위를 끌면 확대되고, 두 번 누르면 원래대로 돌아갑니다. 가중치와 기여 순서는 마지막 층과 그 아래 줄에 적용됩니다.
