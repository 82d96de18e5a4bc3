# 네트워크 페이지
page-networks = 네트워크
page-networks-about = 전역 평균 풀링으로 끝나는 합성곱 네트워크라면 무엇이든 맵이 있습니다

networks-family = 계열
networks-family-help = 한 계열의 네트워크는 블록을 되풀이하는 횟수가 다릅니다.
networks-family-resnet = ResNet
networks-family-densenet = DenseNet
networks-family-plain = 강연의 네트워크, FCN
networks-input = 입력
networks-input-help = 같은 명세를 한 축(신호)이나 두 축(사진)에 적용합니다. 강연의 네트워크와 FCN은 신호를 위해 만들었습니다.
networks-input-signal = 신호
networks-input-picture = 사진 224 × 224
networks-points = 신호 길이 (샘플)
networks-points-help = 길이가 늘면 위치 수와 곱셈-덧셈 수도 늘지만 매개변수 수는 그대로입니다.
networks-stride = 위치당 샘플 수
networks-stride-help = 맵의 한 위치가 신호의 몇 샘플을 나누어 갖는지입니다. 사진에서는 32입니다.
networks-backbone = 네트워크
networks-backbone-help = 위 표의 열 하나입니다.

networks-of-signal = 샘플 { NUMBER($count) }개, 채널 하나인 신호
networks-of-picture = { $count } × { $count } 화소, 세 가지 색의 사진
table-more = 오른쪽에 열이 더 있습니다: 밀거나 → 키
networks-layer = 층 이름
networks-size-signal = 출력 크기 (위치)
networks-size-picture = 출력 크기 (위치)
networks-gap = 전역 평균 풀링
networks-gap-badge = GAP
networks-gap-cell = 평균 { NUMBER($count) }개
networks-linear = 선형 결합
networks-linear-cell = { NUMBER($features) } × { NUMBER($classes) }
networks-classes = 클래스 { NUMBER($count) }개
networks-parameters = 매개변수
networks-multiply-adds-million = 곱셈-덧셈 (10⁶)
networks-multiply-adds-billion = 곱셈-덧셈 (10⁹)
networks-published-resnet = He 등 2016의 표 (10⁹)
networks-published-densenet = torchvision과 함께 공개된 값 (10⁹)
networks-family-help-signal = 커널은 크기, 채널 수로 적었고 × n은 그런 블록이 n번 이어진다는 뜻입니다. 모든 값은 네트워크를 만드는 바로 그 명세에서 계산했습니다. 두 네트워크의 출력 크기가 다르면 열 순서대로 둘 다 적었습니다.
networks-family-help-picture = 커널은 크기, 채널 수로 적었고 × n은 그런 블록이 n번 이어진다는 뜻입니다. 모든 값은 네트워크를 만드는 바로 그 명세에서 계산했습니다. 매개변수 수는 공개된 가중치와 하나도 다르지 않습니다.

networks-detail = 네트워크 하나를 자세히
networks-detail-caption = { $name }: { $of }
networks-column-positions = 위치
networks-column-channels = 채널
networks-column-parameters = 매개변수
networks-column-multiply-adds = 곱셈-덧셈 (10⁶)
networks-column-sees-signal = 보는 범위 (샘플)
networks-column-sees-picture = 보는 범위 (화소, 축마다)
networks-column-jump-signal = 간격 (샘플)
networks-column-jump-picture = 간격 (화소)
networks-sum = 모두 합해서
networks-axis-signal = 샘플 번호
networks-axis-picture = 화소 번호 (한 축)
networks-axis-stride = 위치당 샘플 수
networks-row-positions-signal = 위치 { $count }개, 가운데 위치 표시
networks-row-positions-picture = 축마다 위치 { $count }개, 가운데 위치 표시
networks-row-seen-signal = 가운데 위치가 보는 샘플 { NUMBER($size) }개
networks-row-seen-picture = 가운데 위치가 축마다 보는 화소 { NUMBER($size) }개
networks-row-event = 샘플 { $length }개 길이의 사건
networks-sight-alt = 입력 위에 그린 맵의 위치들, 가운데 위치가 보는 범위, 사건의 길이입니다.
networks-sight-positions-signal = { $count ->
    [1] 맵의 위치는 { $count }개뿐입니다.
   *[other] 맵의 위치는 { $count }개이며 { $jump ->
        [1] 샘플마다 하나씩 있습니다.
       *[other] { $jump } 샘플마다 하나씩 있습니다.
     }
 }
networks-sight-positions-picture = 맵의 위치는 { $count } × { $count }개이며 { $jump } 화소마다 하나씩 있습니다.
networks-sight-all-signal = 가운데 위치는 샘플 { NUMBER($size) }개까지 볼 수 있어 신호 전체를 봅니다.
networks-sight-all-picture = 가운데 위치는 축마다 화소 { NUMBER($size) }개까지 볼 수 있어 사진 전체를 봅니다.
networks-sight-part-signal = 가운데 위치는 샘플 { NUMBER($size) }개, 여기서는 { $first }–{ $last }를 봅니다.
networks-sight-part-picture = 가운데 위치는 축마다 화소 { NUMBER($size) }개, 여기서는 { $first }–{ $last }를 봅니다.
networks-sight-event-same = 샘플 { $length }개 길이의 사건에는 어디에 있든 { $least ->
    [0] 위치가 하나도 들어가지 않습니다.
   *[other] 위치 { $most }개가 들어갑니다.
 }
networks-sight-event-between = 샘플 { $length }개 길이의 사건에는 자리에 따라 위치 { $least }개에서 { $most }개까지 들어갑니다.
networks-train-heading = 샘플 { NUMBER($count) }개인 실험실의 신호로 학습하기
networks-train = 실험실에서 학습하기: { $name }

networks-tradeoff = 맵은 얼마나 촘촘해야 하나요?
networks-tradeoff-caption = { $name } 측정값: 샘플 { NUMBER($points) }개인 신호 { NUMBER($signals) }개, { $epochs } 에포크, { $seeds ->
    [1] 학습 { $seeds }번
   *[other] 학습 { $seeds }번의 평균
 }, { $processor } 스레드 하나
networks-tradeoff-stride = 위치당 샘플 수
networks-tradeoff-positions = 위치
networks-tradeoff-sees = 보는 범위 (샘플)
networks-tradeoff-iou = 평균 IoU, 20 % 규칙
networks-tradeoff-best-iou = 평균 IoU, 최선의 문턱값
networks-tradeoff-pointing = 최댓값이 사건 구간 안
networks-tradeoff-accuracy = 정확도
networks-tradeoff-seconds = 에포크 (초)
networks-tradeoff-help = IoU는 맵이 찾은 구간이 실제 구간과 겹친 길이를 합친 길이로 나눈 값입니다. 최선의 문턱값은 맵의 최댓값에 대한 비율 가운데 모든 신호에 가장 잘 맞는 하나이며(괄호 안), 점수를 매긴 바로 그 신호에서 골랐습니다. 초는 프로세서 시간입니다. 모두 python -m benchmarks.strides 명령으로 쟀습니다.
networks-tradeoff-here = 위치당 샘플이 { $stride }개일 때 그 프로세서에서는 한 에포크에 { $measured }초가 걸렸습니다. 같은 에포크의 예상 시간은 { $estimate }이며, 위와 실험실의 예상 시간도 이 값을 따릅니다.
networks-tradeoff-alt = 위치당 샘플 수에 따른 정확도와 찾기 점수입니다.
networks-measure-accuracy = 정확도
networks-measure-pointing-rate = 최댓값이 사건 구간 안
networks-measure-best-mean-iou = 평균 IoU, 최선의 문턱값
networks-measure-mean-iou = 평균 IoU, 20 % 규칙
networks-verdict = 사진에서처럼 위치가 { $coarse_positions }개이면 신호의 { $coarse_pointing }에서 최댓값이 사건 구간 안에 있고 평균 IoU는 { $coarse_iou }(모든 신호에 최선인 문턱값으로 { $coarse_best })입니다. 위치가 { $usual_positions }개이면 { $usual_pointing }와 { $usual_iou }({ $usual_best })이며 한 에포크가 { $factor }배 걸립니다.
