// libcurl. `curl_easy_setopt` and its like are variadic: each type of value gets a `static inline` twin here.
#pragma once
#include <curl/curl.h>
#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

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
typedef curl_socket_t (*lgsp_curl_open)(void *context, curlsocktype purpose, struct curl_sockaddr *address);
typedef int (*lgsp_curl_progress)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

static inline CURLcode lgsp_curl_set_open(CURL *curl, lgsp_curl_open open, void *context) {
    CURLcode code = curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, context);
    return code ? code : curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open);
}
static inline CURLcode lgsp_curl_set_progress(CURL *curl, lgsp_curl_progress progress, void *context) {
    CURLcode code = curl_easy_setopt(curl, CURLOPT_XFERINFODATA, context);
    if (!code) code = curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, progress);
    return code ? code : curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
}
// The 4 or 16 bytes of an address in network order; 0 for another family.
static inline int lgsp_curl_address(const struct curl_sockaddr *address, unsigned char bytes[16]) {
    if (address->family == AF_INET && address->addrlen >= sizeof(struct sockaddr_in)) {
        struct sockaddr_in in;
        memcpy(&in, &address->addr, sizeof in);
        memcpy(bytes, &in.sin_addr, 4);
        return 4;
    }
    if (address->family == AF_INET6 && address->addrlen >= sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 in6;
        memcpy(&in6, &address->addr, sizeof in6);
        memcpy(bytes, &in6.sin6_addr, 16);
        return 16;
    }
    return 0;
}
static inline curl_socket_t lgsp_curl_socket(const struct curl_sockaddr *address) {
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
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
