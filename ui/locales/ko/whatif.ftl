# 만약에 페이지
page-whatif = 만약에
page-whatif-about = 신호를 손으로 바꾸면 네트워크의 답이 어떻게 달라지는지 봅니다
whatif-tool = 할 일
whatif-tool-drag = 사건 끌기
whatif-tool-clean = 일부 되돌리기
whatif-tool-flip = 뒤집히는 점
whatif-tool-shift = 밀어 보기
whatif-tool-sketch = 직접 그리기
whatif-signal = 신호
whatif-signal-test = 시험 신호
whatif-signal-made = 손으로 만든 신호

whatif-alt-plain = 신호와 점선으로 나타낸 바꾸기 전의 신호, 뒤에 색으로 아래에 높이로 나타낸 클래스 활성화 맵, 정답 구간과 찾아낸 구간입니다.
whatif-alt-flip = 신호와 클래스 활성화 맵, 그 옆에 사건의 세기에 따른 클래스별 확률입니다. 답이 바뀌는 세기에 세로줄이 있습니다.
whatif-alt-shift = 신호와 클래스 활성화 맵, 그 옆에 사건의 위치에 따른 맵의 최댓값 위치와 둘 사이의 거리입니다.

whatif-numbers = 이전 → 현재 (차이, 확률은 퍼센트포인트). 굵은 줄이 답입니다.
whatif-column-probability = 확률
whatif-column-logit = 로짓
whatif-change = { $before } → { $now } ({ $difference })
whatif-hint = 옆으로 끌면 자리가, 위아래로 끌면 세기가 바뀝니다.
whatif-hint-none = 아무 일도 없는 신호입니다. 틀을 끌면 사건이 들어갑니다.
whatif-says = 네트워크의 답
whatif-truth-unknown = { $name }: 샘플 { $first }–{ $last }. 네트워크는 이런 사건을 학습한 적이 없습니다.
whatif-truth-sketch = 직접 그린 신호에는 알려진 정답이 없습니다.

whatif-clean-first = 시작 샘플
whatif-clean-last = 끝 샘플
whatif-clean-window = 구간: 화살표 키로 옮깁니다
whatif-clean-true-window = 정답 구간으로
whatif-clean-found-window = 찾은 구간으로
whatif-clean-none = 구간 없애기
whatif-clean-nothing = 아직 되돌린 곳이 없습니다. 그림 위에서 끌어 구간을 정하세요.
whatif-clean-turns = 샘플 { $first }–{ $last }을(를) 깨끗하게 되돌리면 답이 { $old } ({ $was })에서 { $new } ({ $now })(으)로 바뀝니다.
whatif-clean-stays = 샘플 { $first }–{ $last }을(를) 깨끗하게 되돌려도 답은 그대로 { $old }입니다. 이전 { $was }, 현재 { $now }.
whatif-twin = 깨끗한 쌍둥이
whatif-twin-own = 아무 일도 없는 신호입니다. 스스로가 깨끗한 쌍둥이이므로 되돌려도 달라지지 않습니다.
whatif-twin-equal = 깨끗한 쌍둥이의 로짓과 비트 하나까지 같습니다.
whatif-twin-far = 깨끗한 쌍둥이의 로짓과 최대 { $difference }만큼 다릅니다.

whatif-axis-probability = 확률
whatif-strength-noise-std = 표준편차 { $strength }
whatif-strength-event-height = 높이 { $strength }
whatif-strength-share = 비율 { $strength }
whatif-flip-never = 답이 바뀌지 않습니다. 사건이 없을 때부터 { $highest }까지 계속 { $name }입니다.
whatif-flip-once = 답이 한 번 바뀝니다. { $strength } (± { $accuracy })에서 { $old } → { $new }.
whatif-flip-several = 답이 여러 번 바뀝니다. 처음은 { $strength } (± { $accuracy })에서 { $old } → { $new }.
whatif-flip-turn = { $strength }에서 { $new }
whatif-flip-then = { $turns }.
whatif-flip-then-more = { $turns }. 그 뒤에도 계속 바뀝니다.
whatif-flip-then-label = 그다음
whatif-flip-then-none = 더는 바뀌지 않습니다.
whatif-flip-grid-label = 찾은 방법
whatif-flip-grid = { $highest }까지 세기 { $count }개를 { $step } 간격으로 살피고, 답이 바뀌는 간격은 거듭 반으로 좁혔습니다. 한 간격 안에서 두 번 바뀌면 놓칠 수 있습니다.

whatif-axis-center = 사건의 가운데 (샘플 번호)
whatif-axis-peak = 맵의 최댓값 위치
whatif-axis-drift = 어긋남 (오른쪽 +)
whatif-hover-peak = 최댓값 %{ "{" }y:.1f{ "}" }
whatif-hover-drift = 어긋남 %{ "{" }y:.1f{ "}" }
whatif-shift = { $name } 맵의 최댓값은 사건의 가운데에서 평균 { $mean }샘플, 최대 { $largest }샘플 떨어져 있습니다.
whatif-shift-fixed = 이 사건은 들어갈 자리가 한 곳뿐이라 밀어 볼 수 없습니다. 그곳에서 최댓값은 { $side ->
    [left] 사건의 가운데보다 { $far }샘플 왼쪽에 있습니다.
    [right] 사건의 가운데보다 { $far }샘플 오른쪽에 있습니다.
   *[on] 사건의 한가운데에 있습니다.
 }
whatif-shift-edges-label = 가장자리에서
whatif-shift-side = { $side ->
    [left] 사건의 가운데보다 { $far }샘플 왼쪽에
    [right] 사건의 가운데보다 { $far }샘플 오른쪽에
   *[on] 사건의 한가운데에
 }
whatif-shift-ends = 최댓값은 첫 자리에서 { $first }, 마지막 자리에서 { $last } 있습니다.
whatif-shift-near = 사건을 보는 유닛이 신호 밖도 보는 가장자리(네모)에서는 평균 { $outer }샘플, 그 밖에서는 { $inner }샘플 떨어져 있습니다.
whatif-shift-all-near = 사건이 어디에 있어도 그것을 보는 유닛 가운데 신호 밖도 보는 것이 있습니다.
whatif-shift-none-near = 사건을 보는 유닛 가운데 신호 밖을 보는 것은 없습니다.
whatif-shift-stair-label = 계단
whatif-shift-stair = 사건을 { $places }곳에 두었을 때 최댓값은 맵의 위치 가운데 { $count }곳에 있었습니다. 서로 { $jump }샘플 또는 그 배수만큼 떨어져 있습니다.
whatif-shift-stair-one = 사건을 { $places }곳에 두어도 최댓값은 맵의 한 위치에 머물렀습니다.
whatif-shift-stair-fixed = 사건의 자리가 한 곳이면 최댓값의 자리도 한 곳이어서 계단이 없습니다.

whatif-sketch-pen = 펜
whatif-sketch-draw = 그리기
whatif-sketch-smooth = 다듬기
whatif-sketch-erase = 지우기
whatif-sketch-from-shown = 신호에서 시작
whatif-sketch-blank = 빈 신호
whatif-sketch-smooth-all = 전부 다듬기
whatif-sketch-point = 펜 끝: ← → 샘플 선택, ↑ ↓ 그리기, Shift와 함께 더 멀리
whatif-sketch-at = 샘플 { "{" }sample{ "}" }, 값 { "{" }value{ "}" }
whatif-sketch-hint = 마우스나 손가락으로 신호 위에 그리세요.
whatif-sketch-drawing = 그린 신호
whatif-sketch-undo = 실행 취소
whatif-sketch-undo-title = 마지막으로 그린 것을 취소합니다 (Ctrl+Z, ⌘Z)

made = 손으로 만든 신호
made-help = 다른 모든 신호를 만드는 생성기가 이 값으로 만듭니다. 끌기는 여기에서 시작합니다. 모든 값이 링크에 남습니다.
whatif-made-waits = 링크는 “{ $test }”를 고르므로, 손으로 만든 신호의 값은 “{ $made }”를 고를 때 쓰입니다.
made-kind = 사건
made-kind-help = 사인파에 일어나는 일입니다. 고를 수 있는 종류 가운데 { $count }가지는 열린 네트워크가 학습한 적이 없습니다. 무엇이라고 답할까요?
made-none = 없음
made-cycles = 주기 수 (신호당)
made-phase = 위상 (라디안)
made-amplitude = 진폭 (신호 단위)
made-background = 배경 잡음 (표준편차, 신호 단위)
made-start = 사건 시작 (샘플 번호)
made-length = 사건 길이 (샘플)
made-seed = 잡음과 부호의 시드
made-strength = 세기
made-bounds = { $low }에서 { $high }까지.
