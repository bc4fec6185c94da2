// ICU's Normalizer2 (UAX #15). Its functions are macros that add the version to their names, which Swift cannot import.
#pragma once
#include <stdint.h>
#include <unicode/unorm2.h>

/// The Normalization Form C of `count` code units of UTF-16 in `room` code units at `output`. Gives how many it
/// takes, or -1 where it could not be made; the room is enough with three times as many as there are.
static inline int32_t lgsp_nfc(const uint16_t *text, int32_t count, uint16_t *output, int32_t room) {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&error);
    int32_t made = unorm2_normalize(form, (const UChar *)text, count, (UChar *)output, room, &error);
    return U_SUCCESS(error) ? made : -1;
}
