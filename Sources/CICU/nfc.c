#include "nfc.h"

#include <unicode/unorm2.h>

int32_t lgsp_nfc(const uint16_t *text, int32_t count, uint16_t *output, int32_t room) {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&error);
    int32_t made = unorm2_normalize(form, (const UChar *)text, count, (UChar *)output, room, &error);
    return U_SUCCESS(error) ? made : -1;
}
