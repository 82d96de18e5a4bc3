# 먼저 맞히기: 살펴보기 페이지를 쓰는 한 가지 방법
guess = 먼저 맞히기
guess-off = 끄기
guess-on = 켜기
guess-task = 사건은 어디에 있습니까? 그 위를 끌어 표시하거나, 없다고 답하세요.
guess-hidden = 정답 공개 전에는 가려집니다
guess-hidden-map = 맵 (가려짐)
guess-alt = 신호입니다. 맵과 정답 구간, 찾은 구간은 공개할 때까지 가려져 있습니다.
guess-first = 시작 샘플
guess-last = 끝 샘플
guess-window = 표시한 구간: 화살표 키로 옮깁니다
guess-none = 사건 없음
guess-reveal = 정답 공개
guess-reveal-key = 답과 맵, 정답을 함께 보기 (Enter)
guess-next = 다음 신호
guess-next-key = 아직 맞혀 보지 않은 다음 신호 (공개 뒤 Enter)
guess-first-mark = 먼저 신호에 구간을 표시하거나 사건이 없다고 답하세요.
guess-all = 이 신호들은 모두 맞혀 보았습니다.
guess-mark = 내 답
guess-restart = 처음부터 다시

guess-guess-interval-event = 내 답, 샘플 { "{" }first{ "}" }–{ "{" }last{ "}" }: IoU { "{" }iou{ "}" }.
guess-guess-none-event = 사건이 없다고 답했지만 있습니다: IoU { "{" }iou{ "}" }.
guess-guess-interval-clean = 내 답, 샘플 { "{" }first{ "}" }–{ "{" }last{ "}" }: 틀렸습니다. 아무 일도 없는 신호입니다.
guess-guess-none-clean = 사건이 없다고 답했습니다: 맞았습니다.
guess-found-interval-event = 맵, 샘플 { "{" }first{ "}" }–{ "{" }last{ "}" }: IoU { "{" }iou{ "}" }.
guess-found-none-event = 맵에 근거가 없지만 사건이 있습니다: IoU { "{" }iou{ "}" }.
guess-found-interval-clean = 맵이 샘플 { "{" }first{ "}" }–{ "{" }last{ "}" }에서 근거를 보입니다: 틀렸습니다. 아무 일도 없는 신호입니다.
guess-found-none-clean = 맵에 근거가 없습니다: 맞았습니다.

guess-tally = 맞혀 본 신호: { "{" }count{ "}" }개
guess-tally-mean = 평균 IoU (사건 있음: { "{" }events{ "}" }개)
guess-tally-right = 맞힘 (사건 없음: { "{" }clean{ "}" }개)
guess-tally-guess = 우리
guess-tally-found = 네트워크의 맵
guess-tally-of = { "{" }clean{ "}" }개 중 { "{" }right{ "}" }개
