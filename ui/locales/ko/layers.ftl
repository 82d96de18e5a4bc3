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
