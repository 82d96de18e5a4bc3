# 살펴보기 페이지
scope-alt = 신호와 그 뒤에 색으로, 아래에 높이로 나타낸 클래스 활성화 맵, 정답 구간과 찾아낸 구간입니다.
scope-computing = 네트워크가 모든 시험 신호를 살펴보고 있습니다 …
scope-about-model = 모델, 신호, 점수
scope-hover-signal = 신호 %{ "{" }y:.3f{ "}" }
scope-hover-native = 원래 단계 %{ "{" }y:.3f{ "}" }
scope-hover-cam = CAM %{ "{" }y:.3f{ "}" }
scope-truth = 정답
scope-found = 찾은 구간
scope-axis-cam = CAM (로짓)
scope-axis-margin = 차이 (로짓)
scope-axis-ratio = 자기 최댓값 대비
scope-axis-less-fixed = { $first }<br>− { $second }<br>(로짓)
scope-axis-less-ratio = { $first }<br>− { $second }<br>(최댓값 대비)
scope-axis-itself = { $first }<br>− 자기 자신:<br>어디서나 0

scope-prediction = { $name }: { $probability }.
scope-truth-sine = 아무 일도 없는 사인파입니다.
scope-right = 네트워크가 맞혔습니다.
scope-wrong = 네트워크가 틀렸습니다.
scope-score = IoU { NUMBER($iou, minimumFractionDigits: 2) }, { $peak }, 경계 오차 { NUMBER($error, minimumFractionDigits: 1) } 샘플
scope-peak-inside = 최댓값이 정답 구간 안
scope-peak-outside = 최댓값이 정답 구간 밖
scope-score-no-truth = 찾을 것이 없습니다. 아무 일도 없는 신호입니다.
scope-score-nothing-found = 찾은 구간이 없습니다. 맵에 근거가 없습니다.
scope-label-truth = 정답
scope-score-of = { $name } 맵: { $score }
scope-score-nothing-found-of = 찾은 구간이 없습니다. { $name } 맵에 근거가 없습니다.
scope-label-score = 찾은 구간과 정답
scope-label-score-of = { $name } 맵이 찾은 구간과 정답
scope-label-sum = 맵을 더하면

map = 맵
map-predicted = 예측한 클래스
map-margin = 차이 ({ $second } − { $first })
scale = 눈금
scale-fixed = 모델마다 고정
scale-ratio = 자기 최댓값에 대한 비율
interpolation = 위치 사이
interpolation-linear = 보간
interpolation-native = 원래 단계
filter-all = 모두
filter-label = 클래스
filter-outcome = 답
filter-right = 맞음
filter-wrong = 틀림
filter-no-evidence = 없음
filter-found = 있음
filter-evidence = 근거

scope-evidence-event = 근거는 샘플 { $first }–{ $last }에 있습니다.
scope-no-evidence-event = 그러나 맵에는 근거가 없습니다. 깨끗한 신호의 수준을 넘지 못합니다.
scope-evidence-sine = 그러나 맵은 샘플 { $first }–{ $last }에서 근거를 보입니다: { $event }.
scope-evidence-everywhere-event = 근거가 신호 전체에 퍼져 있습니다.
scope-evidence-everywhere-sine = 그러나 맵은 신호 전체에서 근거를 보입니다: { $event }.
scope-evidence-event-several = 이 클래스의 맵은 샘플 { $first }–{ $last }에서 근거를 보입니다.
scope-evidence-sine-several = 그러나 { $name } 맵은 샘플 { $first }–{ $last }에서 근거를 보입니다.
scope-evidence-everywhere-event-several = 이 클래스의 맵은 신호 전체에서 근거를 보입니다.
scope-evidence-everywhere-sine-several = 그러나 { $name } 맵은 신호 전체에서 근거를 보입니다.
scope-no-evidence-sine = { $event }의 근거가 없습니다.
scope-truth-event = { $name }: 샘플 { $first }–{ $last }.
scope-sum-class-average = 로짓 { $logit } = 편향 { $bias } + CAM의 평균 { $total } (나머지 { $residual })
scope-sum-margin-average = 로짓 차이 { $logit } = 편향 차이 { $bias } + 맵의 평균 { $total } (나머지 { $residual })
scope-sum-class-max = 로짓 { $logit } = 편향 { $bias } + 채널별 최댓값 자리의 항 { $total } (나머지 { $residual })
scope-sum-margin-max = 로짓 차이 { $logit } = 편향 차이 { $bias } + 채널별 최댓값 자리의 항 { $total } (나머지 { $residual })
scope-sum-itself = { $name } 맵에서 자기 자신을 빼면 어디서나 0이고 로짓 차이도 0입니다.

against = 뺄 맵
against-none = 없음
against-second = 둘째로 가능성 높은 클래스

top = 가능성이 높은 클래스
top-help = Zhou 등의 그림 4처럼, 같은 신호라도 클래스마다 맵이 다릅니다. 모든 줄이 같은 눈금(로짓 ± { $scale })을 쓰므로 세기를 견줄 수 있습니다. 초록: 정답 구간, 보라: 맵이 찾은 구간.
top-alt = 가능성이 높은 클래스를 한 줄씩, 그 클래스의 활성화 맵 위에 신호를 그리고 정답 구간과 찾은 구간을 표시했습니다.
top-line = { $rank }. { $name }: { $probability } (로짓 { $logit }). { $where }
top-interval = 찾은 구간: 샘플 { $first }–{ $last }.
top-no-evidence = 맵에 근거가 없습니다.
top-plain = 사인파에는 자리가 없습니다.
