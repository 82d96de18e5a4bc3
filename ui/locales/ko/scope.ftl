# 살펴보기 페이지
scope-alt = 신호와 그 뒤에 색으로, 아래에 높이로 나타낸 클래스 활성화 맵, 실제 잡음 구간과 찾아낸 구간입니다.
scope-computing = 네트워크가 모든 시험 신호를 살펴보고 있습니다 …
scope-about-model = 모델, 신호, 점수
scope-hover-signal = 신호 %{ "{" }y:.3f{ "}" }
scope-hover-native = 원래 단계 %{ "{" }y:.3f{ "}" }
scope-hover-cam = CAM %{ "{" }y:.3f{ "}" }
scope-truth = 실제 잡음
scope-found = 찾은 구간
scope-axis-cam = CAM (로짓)
scope-axis-margin = 차이 (로짓)
scope-axis-ratio = 자기 최댓값 대비

scope-prediction = { $name }: { $probability }.
scope-evidence-noisy_sine = 근거는 샘플 { $first }–{ $last }에 있습니다.
scope-no-evidence-noisy_sine = 그러나 맵에는 근거가 없습니다. 깨끗한 신호의 수준을 넘지 못합니다.
scope-evidence-sine = 그러나 맵은 샘플 { $first }–{ $last }에서 잡음의 근거를 보입니다.
scope-evidence-everywhere-noisy_sine = 근거가 신호 전체에 퍼져 있습니다.
scope-evidence-everywhere-sine = 그러나 맵은 신호 전체에서 잡음의 근거를 보입니다.
scope-no-evidence-sine = 잡음의 근거가 없습니다.
scope-truth-noisy_sine = 샘플 { $first }–{ $last }에 잡음이 있습니다.
scope-truth-sine = 잡음 구간이 없는 사인파입니다.
scope-right = 네트워크가 맞혔습니다.
scope-wrong = 네트워크가 틀렸습니다.
scope-score = IoU { NUMBER($iou, minimumFractionDigits: 2) }, { $peak }, 경계 오차 { NUMBER($error, minimumFractionDigits: 1) } 샘플
scope-peak-inside = 최댓값이 잡음 구간 안
scope-peak-outside = 최댓값이 잡음 구간 밖
scope-score-no-truth = 찾을 것이 없습니다. 잡음 구간이 없는 신호입니다.
scope-score-nothing-found = 찾은 구간이 없습니다. 맵에 근거가 없습니다.
scope-sum-0 = 로짓 { $logit } = 편향 { $bias } + CAM의 평균 { $mean } (나머지 { $residual })
scope-sum-1 = 로짓 { $logit } = 편향 { $bias } + CAM의 평균 { $mean } (나머지 { $residual })
scope-sum-margin = 로짓 차이 { $logit } = 편향 차이 { $bias } + 맵의 평균 { $mean } (나머지 { $residual })
scope-label-truth = 정답
scope-label-score = 찾은 구간과 정답
scope-label-sum = 맵을 더하면

map = 맵
map-predicted = 예측한 클래스
map-0 = 사인파
map-1 = 잡음
map-margin = 차이 (잡음 − 사인파)
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
filter-evidence = 잡음의 근거
filter-no-evidence = 없음
