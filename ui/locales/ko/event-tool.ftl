# 사건을 끌어 옮기는 도구
event-tool-drag = 사건 끌기
event-tool-back = 원래 신호로 돌아가기
event-tool-grip = 사건: 화살표 키로 옮기고 세기를 바꿉니다
event-tool-place = 샘플 { "{" }start{ "}" }부터, 세기 { "{" }strength{ "}" }
event-tool-start = 사건의 첫 샘플
event-tool-strength = 세기
event-tool-fixed = 이 사건은 들어갈 자리가 한 곳뿐이라 옮길 수 없습니다. 세기는 바꿀 수 있습니다.
event-strength-noise-std = 세기 (표준편차, 신호 단위)
event-strength-event-height = 세기 (높이, 신호 단위)
event-strength-share = 세기 (사건의 비율)
