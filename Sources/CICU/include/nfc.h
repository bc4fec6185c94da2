// Normalization by ICU. Its own headers stay out of the module: Foundation, which tests import, declares ICU's types too.
#pragma once
#include <stdint.h>

/// Writes the Normalization Form C (UAX #15) of `count` code units of UTF-16 to `room` code units at `output`. Gives how
/// many there are, or -1 where it could not be made; room for three times as many as there were is enough.
int32_t lgsp_nfc(const uint16_t *text, int32_t count, uint16_t *output, int32_t room);
