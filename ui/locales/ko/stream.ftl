# 흐름 페이지
page-stream = 흐름
page-stream-about = 긴 신호가 흘러가는 동안 네트워크가 들어오는 대로 맵을 그립니다
stream-alt = 긴 신호의 최근 샘플, 그 뒤에 색으로 아래에 높이로 나타낸 클래스 활성화 맵, 실제 사건과 찾아낸 구간, 맨 아래의 확률입니다.
stream-detected = 찾음
stream-axis-ago = 가장 새 샘플로부터 지난 샘플 수
stream-axis-probability = 확률
stream-hover-probability = 확률 %{ "{" }y:.3f{ "}" }

stream-events = 사건 수
stream-seed = 시드
stream-playing = 속도
stream-times = { $factor } ×
stream-sample = 샘플
stream-slider = 흐름 넘겨 보기
stream-next = 다음 샘플 (→, PageDown은 더 멀리)
stream-previous = 이전 샘플 (←, PageUp은 더 멀리)
stream-position = { "{" }count{ "}" }개 중 { "{" }position{ "}" }번째
stream-loading = 네트워크가 흐름 전체를 읽고 있습니다 …

stream-head = 최근 샘플 { $count }개에서 { "{" }name{ "}" }: { $probability }.
stream-percent = { "{" }percent{ "}" } %
stream-head-none = 맵이 아직 샘플 { $count }개에 이르지 못했습니다.
stream-evidence-nothing = 지금까지 { "{" }event{ "}" }의 근거가 없습니다.
stream-evidence-going-on = 샘플 { "{" }first{ "}" }부터 { "{" }event{ "}" }의 근거가 이어지고 있습니다.
stream-evidence-over = 마지막 { "{" }event{ "}" }의 근거: 샘플 { "{" }first{ "}" }–{ "{" }last{ "}" }.
stream-evidence-silent = 이 맵은 어떤 사건도 가리키지 않습니다.
stream-label-lag = 맵은 조금 늦습니다
stream-lag = 샘플 { "{" }sample{ "}" }까지 들어왔고 맵은 그보다 { "{" }lag{ "}" }샘플 앞에서 끝납니다. 한 위치가 보는 샘플 { $size }개가 모두 들어와야 그 값을 알 수 있습니다.
stream-label-score = 지금까지
stream-score = 찾은 사건: { "{" }past{ "}" }개 중 { "{" }found{ "}" }개. 잘못 짚은 구간: { "{" }false{ "}" }개.
stream-score-silent = 이 맵에서는 사건을 찾지 않습니다.
stream-label-speed = 네트워크의 속도
stream-speed = 이 서버에서 샘플 { $chunk }개씩 나누어 넣었을 때 초당 { $speed }샘플을 처리했습니다. 1 × 재생 속도(초당 { $rate }샘플)의 { $factor }배입니다.
stream-about-probability = 확률: 샘플 { $count }개짜리 신호에 있는 만큼의 최근 맵 위치를 네트워크 자신의 풀링과 선형 결합에 넣은 결과입니다. 그 샘플만 잘라 내어 넣은 답과는 조금 다릅니다. 잘라 낸 신호는 앞뒤가 0으로 채워지고 가장자리 위치가 그것을 보기 때문입니다. 맵이 샘플 { $count }개에 이르기 전에는 확률이 없습니다.
stream-about-alarms = 잘못 짚은 구간: 문턱값은 아무 일도 없는 샘플 { $count }개짜리 신호에서, 많아야 { $signals }개 가운데 하나에만 근거가 잘못 나타나도록 정했습니다. 샘플 { NUMBER($length) }개의 흐름은 그런 신호 { $times }개만큼 길어서 잘못 짚을 기회도 그만큼 많습니다.

error-stream-events = 사건 수는 0에서 { $high }까지의 정수여야 합니다. 입력값: { $got }.
error-stream-seed = 시드는 0에서 { $high }까지의 정수여야 합니다. 입력값: { $got }.
