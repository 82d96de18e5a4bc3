# The Networks page.
page-networks = Networks
page-networks-about = Any convolutional network that ends in global average pooling has a map

networks-family = Family
networks-family-help = Networks of one family differ in how often their blocks are repeated.
networks-family-resnet = ResNet
networks-family-densenet = DenseNet
networks-family-plain = Talk’s network, FCN
networks-input = Input
networks-input-help = The same specification along one axis (a signal) or two (a picture). The talk’s network and FCN are made for signals.
networks-input-signal = Signal
networks-input-picture = Picture 224 × 224
networks-points = Signal length (samples)
networks-points-help = Positions and multiply-adds grow with the length; the parameters do not.
networks-stride = Samples per position
networks-stride-help = How many samples of a signal share one position of the map. 32 is what these networks have on pictures.
networks-backbone = Network
networks-backbone-help = One column of the table above.

networks-of-signal = A signal of { NUMBER($count) } samples, one channel
networks-of-picture = A picture of { $count } × { $count } pixels, three colours
table-more = More columns to the right: swipe, or press →
networks-layer = Layer name
networks-size-signal = Output size (positions)
networks-size-picture = Output size (positions)
networks-gap = Global average pooling
networks-gap-badge = GAP
networks-gap-cell = { NUMBER($count) } means
networks-linear = Linear combination
networks-linear-cell = { NUMBER($features) } × { NUMBER($classes) }
networks-classes = { NUMBER($count) } classes
networks-parameters = Parameters
networks-multiply-adds-million = Multiply-adds (10⁶)
networks-multiply-adds-billion = Multiply-adds (10⁹)
networks-published-resnet = As printed by He et al. 2016 (10⁹)
networks-published-densenet = As published with torchvision (10⁹)
networks-family-help-signal = Kernels are written size, channels; × n: so many such blocks in a row. Everything is computed from the specification that the networks are built from. Where two networks differ in output size, both are given, in the order of the columns.
networks-family-help-picture = Kernels are written size, channels; × n: so many such blocks in a row. Everything is computed from the specification that the networks are built from; the parameters are those of the published weights, to the last one.

networks-detail = One network in detail
networks-detail-caption = { $name }: { $of }
networks-column-positions = Positions
networks-column-channels = Channels
networks-column-parameters = Parameters
networks-column-multiply-adds = Multiply-adds (10⁶)
networks-column-sees-signal = Sees (samples)
networks-column-sees-picture = Sees (pixels, each axis)
networks-column-jump-signal = Jump (samples)
networks-column-jump-picture = Jump (pixels)
networks-sum = All together
networks-axis-signal = sample index
networks-axis-picture = pixel index (one axis)
networks-axis-stride = samples per position
networks-row-positions-signal = { $count ->
    [one] { $count } position, the middle one marked
   *[other] { $count } positions, the middle one marked
 }
networks-row-positions-picture = { $count } positions along each axis, the middle one marked
networks-row-seen-signal = it sees { NUMBER($size) } samples
networks-row-seen-picture = it sees { NUMBER($size) } pixels along each axis
networks-row-event = { $length ->
    [one] an event of { $length } sample
   *[other] an event of { $length } samples
 }
networks-sight-alt = The places of the map’s positions, what the middle one sees, and the length of an event, over the input.
networks-sight-positions-signal = { $count ->
    [one] The map has { $count } position.
   *[other] The map has { $count } positions, { $jump ->
        [one] one at every sample.
       *[other] one every { $jump } samples.
     }
 }
networks-sight-positions-picture = The map has { $count } × { $count } positions, one every { $jump } pixels.
networks-sight-all-signal = The middle one could see { NUMBER($size) } samples and sees the whole signal.
networks-sight-all-picture = The middle one could see { NUMBER($size) } pixels along each axis and sees the whole picture.
networks-sight-part-signal = The middle one sees { NUMBER($size) } samples, here { $first } to { $last }.
networks-sight-part-picture = The middle one sees { NUMBER($size) } pixels along each axis, here { $first } to { $last }.
networks-sight-event-same = An event of { $length } samples holds { $least ->
    [0] none of them
    [one] { $most } of them
   *[other] { $most } of them
 }, wherever it lies.
networks-sight-event-between = An event of { $length } samples holds { $least } to { $most } of them, depending on where it lies.
networks-train-heading = On the Lab’s signals of { NUMBER($count) } samples
networks-train = Train in the Lab: { $name }

networks-tradeoff = How fine must the map be?
networks-tradeoff-caption = { $name }, measured: { NUMBER($signals) } signals of { NUMBER($points) } samples, { $epochs ->
    [one] { $epochs } epoch
   *[other] { $epochs } epochs
 }, { $seeds ->
    [one] { $seeds } training
   *[other] means over { $seeds } trainings
 }, one thread of { $processor }
networks-tradeoff-stride = Samples per position
networks-tradeoff-positions = Positions
networks-tradeoff-sees = Sees (samples)
networks-tradeoff-iou = Mean IoU, 20 % rule
networks-tradeoff-best-iou = Mean IoU, best threshold
networks-tradeoff-pointing = Peak inside the event
networks-tradeoff-accuracy = Accuracy
networks-tradeoff-seconds = Epoch (s)
networks-tradeoff-help = IoU is the overlap of what the map localises with the true interval over their union. Best threshold: the share of each map’s maximum that serves all signals best, in parentheses; it was chosen on the signals that it is scored on. Seconds are processor time. All of it comes from python -m benchmarks.strides.
networks-tradeoff-here = With { $stride } samples per position an epoch took { $measured } s there; it should take { $estimate }, which is what the estimates above and in the Lab go by.
networks-tradeoff-alt = Accuracy and localisation over the samples per position.
networks-measure-accuracy = accuracy
networks-measure-pointing-rate = peak inside the event
networks-measure-best-mean-iou = mean IoU, best threshold
networks-measure-mean-iou = mean IoU, 20 % rule
networks-verdict = With { $coarse_positions } positions, as on pictures, the peak lies inside the event on **{ $coarse_pointing }** of the signals and the mean IoU is **{ $coarse_iou }** ({ $coarse_best } at the best common threshold). With { $usual_positions } positions it is **{ $usual_pointing }** and **{ $usual_iou }** ({ $usual_best }); an epoch takes { $factor } times as long.
