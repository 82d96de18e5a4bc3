# 근거: 페이지의 부분들
evidence-part = 페이지의 부분
evidence-part-ledger = 더해서 확인하기
evidence-part-twins = 평균 풀링과 최대 풀링
evidence-part-methods = 다른 방법
evidence-part-score = 점수
evidence-part-sanity = 건전성 검사
