// libcurl. `curl_easy_setopt` and its like are variadic: each type of value gets a `static inline` twin here.
#pragma once
#include <curl/curl.h>

typedef size_t (*lgsp_curl_write)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode lgsp_curl_set_text(CURL *curl, CURLoption option, const char *value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode lgsp_curl_set_number(CURL *curl, CURLoption option, long value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode lgsp_curl_set_pointer(CURL *curl, CURLoption option, void *value) {
    return curl_easy_setopt(curl, option, value);
}
static inline CURLcode lgsp_curl_set_body(CURL *curl, const void *body, long long size) {
    CURLcode code = curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    return code ? code : curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size);
}
static inline CURLcode lgsp_curl_set_write(CURL *curl, CURLoption function, lgsp_curl_write write) {
    return curl_easy_setopt(curl, function, write);
}
/// The length that the answer announces, or -1.
static inline long long lgsp_curl_length(CURL *curl) {
    curl_off_t length = -1;
    curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    return length;
}
static inline long lgsp_curl_status(CURL *curl) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    return status;
}
