# What cam_core refuses, and why.
error-whole-number = { $name } must be a whole number from { $low } to { $high }, got { $got }.
error-number = { $name } must be a number from { $low } to { $high }, got { $got }.
error-random-or = { $name } must be “random” or a number from { $low } to { $high }, got { $got }.
error-choice = { $name } must be one of { $offered }, got { $got }.
error-several = { $name } must be one or more of { $offered }, each once, got { $got }.
error-odd = { $name } must be odd numbers, got { $got }.
error-four = { $name } must be a list of 4 whole numbers, got { $got }.
error-text = { $name } must be text of at most { $high } printable characters, got { $got }.
error-setting-unknown = { $name } is not a setting.
error-not-an-object = { $name } must be a JSON object.
error-signal-values = { $name } times { $other } must be at most { $high }, got { $got }.
error-activations = { $name } times what the network computes for a signal of { $other } samples must be at most { $high } values, got { $got }.

error-model-unknown = There is no model “{ $model }”.
error-not-own = “{ $model }” is a shipped model; only your own can be changed.
error-taken = There is already something called { $name }.
error-unreadable = The file { $file } cannot be read.
error-too-large = { $file } may take at most { $high } MB, got { $got } MB.
error-damaged = The file { $file } is damaged or does not belong to this model.
error-format = The file { $file } is not that of a CAM Scope model of format { $format }.
error-config = The file { $file } does not describe a model.
error-config-because = The file { $file } does not describe a model. { $because }
error-hash = The weights in { $file } were changed or damaged: they do not have the hash that was stored with them.
error-golden = The model { $model } does not compute here what it computed when it was saved.
error-zip = This is not a whole zip archive.
error-zip-files = The zip may hold these files only: { $files }. It holds { $got }.
error-zip-odd = The zip must be stored or deflated and not encrypted; { $file } is not.
error-zip-incomplete = The zip must hold one whole model; { $files } is missing.
error-zip-several = The zip must hold one model; it holds more.

error-disk-full = it is full
error-disk-forbidden = writing is not allowed there
error-disk-gone = the file or folder is not there any more
error-layer = There is no layer “{ $layer }”.
error-channel = The channel must be a whole number from 0 to { $last }, got { $got }.
error-measurements = The measurements in { $file } are damaged.
