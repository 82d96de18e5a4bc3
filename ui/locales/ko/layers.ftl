# 층별 보기 페이지
layers-alt = 위에서 아래로: 신호, 층마다 모든 채널의 띠, 마지막 층 채널의 풀링한 값과 가중치와 기여, 신호 위의 클래스 활성화 맵입니다.
layers-strip = <b>{ $name }</b> · 채널 { $channels }개 × 위치 { $positions }개, 샘플 { $size }개를 봅니다
layers-strip-short = <b>{ $name }</b> · { $channels } × { $positions }, 샘플 { $size }개를 봄
layers-row-signal = <b>신호</b> · 점선: 정답 구간
layers-row-signal-short = <b>신호</b> · 점선: 정답 구간
layers-row-weight = <b>선형 결합</b> · 보고 있는 맵에 대한 채널별 가중치
layers-row-weight-short = <b>선형 결합</b> · 가중치
layers-row-contribution = 가중치 × 평균: 각 채널이 로짓에 더하는 값
layers-row-contribution-short = 가중치 × 평균
layers-row-cam = <b>CAM</b> · 곡선과 색: 보간, 계단: 원래 위치 (로짓), 가는 선: 신호
layers-row-cam-short = 신호 위의 <b>CAM</b> (로짓)

layers-term = { $value } (채널 { $channel })
layers-label-combination = 선형 결합

sort = 채널 순서
sort-index = 번호
sort-weight = 가중치
sort-contribution = 기여
sort-peak = 최댓값
layers-zoom-hint = 띠 위를 끌면 확대되고, 두 번 누르면 원래대로 돌아갑니다. 가중치와 기여 순서는 넷째 합성곱과 그 아래 줄에 적용되고 다른 층은 번호 순서를 지킵니다. 채널을 누르면 그 채널을 자세히 볼 수 있습니다.
layers-tip-strip = { $layer }: 채널 { "{" }channel{ "}" } · 위치 { "{" }column{ "}" }, 중심 샘플 { "{" }center{ "}" }, 보는 구간 { "{" }sees{ "}" } · 값 { "{" }value{ "}" }
layers-tip-signal = 샘플 { "{" }column{ "}" }: { "{" }value{ "}" }
layers-tip-pooled = 채널 { "{" }channel{ "}" }: 평균 { "{" }value{ "}" }
layers-tip-weight = 채널 { "{" }channel{ "}" }: 가중치 { "{" }value{ "}" }
layers-tip-contribution = 채널 { "{" }channel{ "}" }의 기여: { "{" }value{ "}" }
layers-tip-cam = 샘플 { "{" }column{ "}" }의 CAM: { "{" }value{ "}" }
layers-tip-steps = 위치 { "{" }column{ "}" }의 CAM: { "{" }value{ "}" }

layers-detail = 채널 하나
layers-layer = 층
layers-channel = 채널 0–{ $last }
layers-kernel = 커널: { $count ->
    [1] { $before }의
   *[other] { $before } 채널 { $count }개의
 } 샘플 { $size }개, 편향 { $bias }
layers-normalized = 이어서 배치 정규화: { $scale }을(를) 곱하고 { $shift }을(를) 더합니다.
layers-pooling = 이 층에는 커널이 없습니다. { $layer }의 같은 채널에서 이웃한 { $size }개 값 가운데 가장 큰 값을 고릅니다.
layers-kernel-alt = { $layer } 채널 { $channel }의 커널입니다.
layers-activation = 신호 위의 활성값
layers-activation-alt = 신호 위에 그린 { $layer } 채널 { $channel }의 활성값입니다.
layers-share = 풀링한 값 { "{" }pooled{ "}" }.
layers-axis-offset = 중심에서 떨어진 샘플
layers-axis-input = { $layer }의 채널
layers-hover-kernel = 채널 %{ "{" }x{ "}" }, 위치 %{ "{" }y{ "}" }: %{ "{" }z:.4f{ "}" }
layers-hover-tap = 위치 %{ "{" }x{ "}" }: %{ "{" }y:.4f{ "}" }
layers-hover-activation = 중심 %{ "{" }x{ "}" }: %{ "{" }y:.4f{ "}" }
layers-share-class = { $name }: 가중치 { $weight }, 기여 { $adds }.
layers-stage = { $layer }의 구성: { $blocks }. 채널마다 커널이 하나로 정해지지 않습니다.
layers-row-average = <b>GAP</b> (전역 평균 풀링) · 채널 { $count }개 각각의 평균
layers-row-average-short = <b>GAP</b> · 채널 { $count }개의 평균
layers-row-max = <b>GMP</b> (전역 최대 풀링) · 채널 { $count }개 각각의 최댓값
layers-row-max-short = <b>GMP</b> · 채널 { $count }개의 최댓값
layers-logit = { $name }의 로짓
layers-margin = 로짓 차이
layers-combination = { $subject } { $logit } = 편향 { $bias } { $terms } { $rest } (나머지 채널 { $count }개)
layers-conservation-average = { $subject } { $logit } = 편향 { $bias } { $total } (CAM의 평균), 오차 { $residual }
layers-conservation-max = { $subject } { $logit } = 편향 { $bias } { $total } (채널별 최댓값 자리의 항), 오차 { $residual }
layers-label-conservation-average = 보존: 로짓 = 편향 + CAM의 평균
layers-label-conservation-max = 보존: 로짓 = 편향 + 채널별 가중치 × 최댓값
