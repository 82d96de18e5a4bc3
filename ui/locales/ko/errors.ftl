# cam_core가 받아들이지 않는 것과 그 까닭
error-whole-number = { $name }: { $low }에서 { $high }까지의 정수여야 합니다. 입력값: { $got }.
error-number = { $name }: { $low }에서 { $high }까지의 수여야 합니다. 입력값: { $got }.
error-random-or = { $name }: “random” 또는 { $low }에서 { $high }까지의 수여야 합니다. 입력값: { $got }.
error-choice = { $name }: 다음 중 하나여야 합니다: { $offered }. 입력값: { $got }.
error-several = { $name }: { $offered } 가운데 하나 이상을 한 번씩만 골라야 합니다. 입력값: { $got }.
error-odd = { $name }: 모두 홀수여야 합니다. 입력값: { $got }.
error-four = { $name }: 정수 4개의 목록이어야 합니다. 입력값: { $got }.
error-text = { $name }: 화면에 나타낼 수 있는 글자로 { $high }자 이하여야 합니다. 입력값: { $got }.
error-setting-unknown = { $name }: 그런 설정은 없습니다.
error-not-an-object = { $name }: JSON 객체여야 합니다.
error-signal-values = { $name } × { $other }: 곱이 { $high } 이하여야 합니다. 입력값: { $got }.
error-activations = { $name } × 신호 하나({ $other })에서 계산하는 값의 수: 곱이 { $high } 이하여야 합니다. 입력값: { $got }.

error-model-unknown = “{ $model }”이라는 모델은 없습니다.
error-not-own = “{ $model }” 모델은 함께 제공된 모델입니다. 직접 만든 모델만 바꿀 수 있습니다.
error-taken = 이미 같은 이름이 있습니다: { $name }.
error-unreadable = 파일을 읽을 수 없습니다: { $file }.
error-too-large = { $file }: 크기가 { $high } MB 이하여야 합니다. 현재 크기: { $got } MB.
error-damaged = 파일이 손상되었거나 이 모델의 것이 아닙니다: { $file }.
error-format = CAM Scope 모델 형식 { $format }의 파일이 아닙니다: { $file }.
error-config = 모델을 설명하는 파일이 아닙니다: { $file }.
error-config-because = 모델을 설명하는 파일이 아닙니다: { $file }. { $because }
error-hash = 가중치가 바뀌었거나 손상되었습니다. 함께 저장된 해시와 다릅니다: { $file }.
error-golden = 저장할 때와 같은 값을 계산하지 못하는 모델입니다: { $model }.
error-zip = 온전한 zip 파일이 아닙니다.
error-zip-files = zip에는 다음 파일만 들어 있어야 합니다: { $files }. 들어 있는 파일: { $got }.
error-zip-odd = zip은 무압축 또는 deflate 방식이어야 하고 암호화되지 않아야 합니다. 그렇지 않은 파일: { $file }.
error-zip-incomplete = zip에는 온전한 모델 하나가 들어 있어야 합니다. 빠진 파일: { $files }.
error-zip-several = zip에는 모델이 하나만 들어 있어야 합니다. 둘 이상 들어 있습니다.

error-disk-full = 공간이 없습니다
error-disk-forbidden = 쓰기 권한이 없습니다
error-disk-gone = 파일이나 폴더가 더 이상 없습니다
error-layer = “{ $layer }”이라는 층은 없습니다.
error-channel = 채널은 0에서 { $last }까지의 정수여야 합니다. 입력값: { $got }.
error-measurements = { $file }의 측정값이 손상되었습니다.
