// libcurl. `curl_easy_setopt` and its like are variadic: each value type gets a `static inline` twin here.
#pragma once
#include <curl/curl.h>
