// What libFuzzer offers to a mutator of one's own.
#include <stddef.h>
#include <stdint.h>

// Mutates bytes in place, without regard to what they mean; returns how many there are now, at most `maxSize`.
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t maxSize);

// The bytes that are allocated and not freed, under AddressSanitizer.
size_t __sanitizer_get_current_allocated_bytes(void);
