// Nothing is compiled here: the target carries Resources and openapi.yaml beside the binary.
// It is of C, because SwiftPM gives a Swift target with resources an accessor that links Foundation,
// which costs start-up time and memory; the files are found by ResourceLocation instead.
#include "Bundle.h"
