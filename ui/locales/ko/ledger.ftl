# 근거 페이지의 장부. 중괄호 안의 { "{" }이름{ "}" }은 브라우저가 채웁니다.
ledger-alt = 위에서 아래로: 신호를 따라 편향에서 로짓까지 쌓이는 합, 클래스 활성화 맵 위의 신호, 위치마다 더하는 값, 기여 순으로 늘어놓은 모든 채널의 항과 그 옆의 기여입니다.
ledger-margin = 로짓 차이
ledger-row-running = <b>쌓이는 합</b> · 편향에서 시작해 위치마다 더하면 로짓에서 끝납니다
ledger-row-running-short = <b>쌓이는 합</b> · 편향에서 로짓까지
ledger-row-signal = 맵 위의 <b>신호</b> · 점선: 정답 구간
ledger-row-signal-short = 맵 위의 <b>신호</b>
ledger-row-adds-average = <b>위치마다 더하는 값</b> · 맵을 위치 수로 나눈 값
ledger-row-adds-average-short = <b>위치마다 더하는 값</b>
ledger-row-adds-max = <b>위치마다 더하는 값</b> · 최댓값이 그곳에 있는 채널들의 항
ledger-row-adds-max-short = <b>위치마다 더하는 값</b>
ledger-row-terms-average = <b>항</b> 가중치 × 특징 맵 · 기여가 큰 채널부터 · 누르면 끕니다
ledger-row-terms-average-short = <b>항</b> · 누르면 끕니다
ledger-row-terms-max = <b>항</b> 가중치 × 특징 맵 · 점: 홀로 쓰이는 최댓값 · 누르면 끕니다
ledger-row-terms-max-short = <b>항</b> · 누르면 끕니다
ledger-column-logit = <b>로짓</b>
ledger-column-adds = <b>기여</b>

ledger-whole = { "{" }sentence{ "}" } { "{" }truth{ "}" }
ledger-stays = 끈 채널: { "{" }total{ "}" }개 가운데 { "{" }count{ "}" }개. { "{" }subject{ "}" }: { "{" }before{ "}" } { "{" }taken{ "}" } = { "{" }after{ "}" }. 답은 그대로입니다: { "{" }answer{ "}" } { "{" }probability{ "}" }.
ledger-turns = 끈 채널: { "{" }total{ "}" }개 가운데 { "{" }count{ "}" }개. { "{" }subject{ "}" }: { "{" }before{ "}" } { "{" }taken{ "}" } = { "{" }after{ "}" }. 답이 바뀝니다: { "{" }first{ "}" } → { "{" }answer{ "}" } { "{" }probability{ "}" }.
ledger-sum-class = { "{" }name{ "}" }: 편향 { "{" }bias{ "}" } { "{" }added{ "}" } = { "{" }end{ "}" }, 네트워크의 로짓 { "{" }before{ "}" } (오차 { "{" }rest{ "}" }), 확률 { "{" }probability{ "}" }
ledger-sum-class-silenced = { "{" }name{ "}" }: 편향 { "{" }bias{ "}" } { "{" }added{ "}" } = { "{" }end{ "}" }, 로짓 { "{" }before{ "}" } { "{" }taken{ "}" } = { "{" }after{ "}" }, 확률 { "{" }probability{ "}" }
ledger-sum-margin = { "{" }name{ "}" }: 편향 { "{" }bias{ "}" } { "{" }added{ "}" } = { "{" }end{ "}" }, 네트워크의 두 로짓의 차이 { "{" }before{ "}" } (오차 { "{" }rest{ "}" })
ledger-sum-margin-silenced = { "{" }name{ "}" }: 편향 { "{" }bias{ "}" } { "{" }added{ "}" } = { "{" }end{ "}" }, 두 로짓의 차이 { "{" }before{ "}" } { "{" }taken{ "}" } = { "{" }after{ "}" }
ledger-percent = { "{" }percent{ "}" } %

ledger-against = 함께 볼 클래스
ledger-against-next = 그다음으로 유력한 클래스
ledger-count = { "{" }total{ "}" }개 중 { "{" }count{ "}" }개 꺼짐
ledger-how-many = 개수
ledger-silence-largest = 가장 큰 { "{" }count{ "}" }개 끄기
ledger-silence-others = 가장 큰 { "{" }count{ "}" }개만 남기기
ledger-only = 채널 { "{" }channel{ "}" }만 남기기
ledger-restore = 모두 되살리기
ledger-list = 기여가 큰 순서의 채널 (↑ ↓ 고르기, Enter나 Space로 끄고 되살리기)
ledger-channel = 채널 { "{" }channel{ "}" }
ledger-row = { "{" }rank{ "}" }위: 채널 { "{" }channel{ "}" }, 기여 { "{" }value{ "}" }
ledger-silenced = 꺼짐

ledger-tip-running = { $name } { "{" }upto{ "}" }: 편향 { "{" }bias{ "}" } { "{" }added{ "}" } (지금까지) = { "{" }value{ "}" }
ledger-upto-start = 첫 샘플 앞
ledger-upto-sample = 샘플 { $sample }까지
ledger-upto-end = 끝
ledger-tip-signal = 샘플 { "{" }column{ "}" }: 신호 { "{" }value{ "}" }, 맵 { "{" }map{ "}" }
ledger-tip-adds = 위치 { "{" }position{ "}" } (중심 샘플 { "{" }center{ "}" }): 더하는 값 { "{" }value{ "}" }
ledger-tip-term = { "{" }rank{ "}" }위 채널 { "{" }channel{ "}" }, 위치 { "{" }column{ "}" } (중심 샘플 { "{" }center{ "}" }): 항 { "{" }value{ "}" }. 채널의 기여 { "{" }contribution{ "}" }
ledger-tip-contribution = { "{" }rank{ "}" }위 채널 { "{" }channel{ "}" }: 기여 { "{" }contribution{ "}" }

between = 위치와 위치 사이
between-help = 네트워크는 위치마다 값을 하나씩 내고, 위치는 저마다 보는 구간의 중심에 섭니다. 올바른 세 방법은 모두 그 자리에서 그 값(점)을 지나며, 그 사이는 어림입니다. 그림 위를 끌면 확대되고 두 번 누르면 원래대로 돌아갑니다. 여기 맵은 네트워크의 것 그대로이며 끈 채널이 없습니다.
between-alt = 보간 방법마다 한 줄씩: 신호, 맵의 원래 계단, 보간한 곡선, 위치마다 실제 중심에 찍은 점입니다.
between-row-native = <b>최근접</b> · 샘플마다 가장 가까운 중심의 값
between-row-native-short = <b>최근접</b>
between-row-linear = <b>선형</b> · 중심 사이의 직선 (CAM Scope가 쓰는 방법)
between-row-linear-short = <b>선형</b>
between-row-cubic = <b>3차</b> · 같은 중심을 지나는 자연 스플라인
between-row-cubic-short = <b>3차</b>
between-row-corner = <b>끝 맞춤</b> (잘못된 방법) · 빈 마름모: 이 방법이 위치를 두는 곳
between-row-corner-short = <b>끝 맞춤</b> (잘못된 방법)
between-hover-curve = 샘플 %{ "{" }x{ "}" }: %{ "{" }y:.4f{ "}" }
between-hover-center = 위치 %{ "{" }pointNumber{ "}" }, 중심 샘플 %{ "{" }x{ "}" }: %{ "{" }y:.4f{ "}" }
between-hover-wrong = 위치 %{ "{" }pointNumber{ "}" }, 그려진 곳 %{ "{" }x:.2f{ "}" }
drift = 흔히 쓰는 잘못된 방법, 끝 맞춤
drift-off = 숨김
drift-on = 보기
between-drift = 위치를 첫 샘플부터 끝 샘플까지 늘이면 최대 { $samples }샘플만큼 밀립니다. 이 맵에서는 선형 보간과 최대 { $logits } 로짓만큼 다릅니다(샘플 { $sample }).
