// What the fuzzers need from C: libFuzzer's own entry, a generator of OpenSSL that gives the same octets in every run,
// and libxml2's tree and canonicalisation to compare ours with.
#pragma once
#include <stdint.h>
#include <string.h>
#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <openssl/rand.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*run)(const uint8_t *bytes, size_t size));
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t size, size_t limit);

// MARK: The same keys in every run

static uint64_t lgsp_fuzz_state = 0x20210624;

static inline int lgsp_fuzz_octets(unsigned char *octets, int count) {
    for (int index = 0; index < count; index++) {
        lgsp_fuzz_state ^= lgsp_fuzz_state << 13;
        lgsp_fuzz_state ^= lgsp_fuzz_state >> 7;
        lgsp_fuzz_state ^= lgsp_fuzz_state << 17;
        octets[index] = (unsigned char)(lgsp_fuzz_state >> 32);
    }
    return 1;
}

static inline int lgsp_fuzz_ready(void) { return 1; }

/// Keys, serial numbers and signatures come from a fixed stream from now on: a find is the same find in the next run.
static inline int lgsp_fuzz_fix_random(void) {
    static RAND_METHOD method;
    method.bytes = lgsp_fuzz_octets;
    method.pseudorand = lgsp_fuzz_octets;
    method.status = lgsp_fuzz_ready;
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
    return RAND_set_rand_method(&method);
#pragma clang diagnostic pop
}

// MARK: libxml2's canonical form

static inline int lgsp_fuzz_is_within(xmlNodePtr node, xmlNodePtr apex) {
    for (; node; node = node->parent) if (node == apex) return 1;
    return 0;
}

/// Of a node set without an apex, or of one apex alone; a namespace node belongs to its element.
typedef struct { xmlNodePtr without; xmlNodePtr alone; } lgsp_fuzz_set;

static inline int lgsp_fuzz_is_visible(void *data, xmlNodePtr node, xmlNodePtr parent) {
    const lgsp_fuzz_set *set = (const lgsp_fuzz_set *)data;
    xmlNodePtr place = node->type == XML_NAMESPACE_DECL || node->type == XML_ATTRIBUTE_NODE ? parent : node;
    if (set->alone) return lgsp_fuzz_is_within(place, set->alone);
    return !lgsp_fuzz_is_within(place, set->without);
}

static inline xmlNodePtr lgsp_fuzz_find(xmlNodePtr node, const char *name) {
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        if (node->ns && !strcmp((const char *)node->name, name)
            && !strcmp((const char *)node->ns->href, "http://www.w3.org/2000/09/xmldsig#"))
            return node;
        xmlNodePtr below = lgsp_fuzz_find(node->children, name);
        if (below) return below;
    }
    return NULL;
}

static inline void lgsp_fuzz_be_quiet(void *context, const char *text, ...) { (void)context, (void)text; }

/// The canonical form of the document without its first signature, or of that signature's first `SignedInfo` alone.
///
/// Gives its length and, in `form`, the octets, to be freed by `lgsp_fuzz_free`; a negative number where there is none.
static inline int lgsp_fuzz_canonical(
    const char *bytes, int size, int signed_info, int exclusive, int comments, xmlChar **form) {
    *form = NULL;
    xmlSetGenericErrorFunc(NULL, lgsp_fuzz_be_quiet);
    xmlDocPtr document = xmlReadMemory(
        bytes, size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    if (!document) return -1;
    int length = -1;
    lgsp_fuzz_set set = {lgsp_fuzz_find(xmlDocGetRootElement(document), "Signature"), NULL};
    if (signed_info && set.without) {
        for (xmlNodePtr child = set.without->children; child && !set.alone; child = child->next)
            if (child->type == XML_ELEMENT_NODE && child->ns && !strcmp((const char *)child->name, "SignedInfo")
                && !strcmp((const char *)child->ns->href, "http://www.w3.org/2000/09/xmldsig#"))
                set.alone = child;
    }
    if (set.without && (!signed_info || set.alone)) {
        xmlOutputBufferPtr output = xmlAllocOutputBuffer(NULL);
        if (output) {
            const int mode = exclusive ? XML_C14N_EXCLUSIVE_1_0 : XML_C14N_1_0;
            if (xmlC14NExecute(document, lgsp_fuzz_is_visible, &set, mode, NULL, comments, output) >= 0) {
                length = (int)xmlOutputBufferGetSize(output);
                *form = xmlStrndup(xmlOutputBufferGetContent(output), length);
            }
            xmlOutputBufferClose(output);
        }
    }
    xmlFreeDoc(document);
    return length;
}

static inline int lgsp_fuzz_has_plain_namespaces(xmlNodePtr node) {
    for (; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE) continue;
        for (xmlNsPtr space = node->nsDef; space; space = space->next)
            if (space->href && strpbrk((const char *)space->href, "&<\"\t\n\r")) return 0;
        if (!lgsp_fuzz_has_plain_namespaces(node->children)) return 0;
    }
    return 1;
}

/// Whether libxml2's canonical form can be trusted: it writes the names of namespaces as they are, without the escapes
/// that Canonical XML 1.0, section 2.3, demands of an attribute's value.
static inline int lgsp_fuzz_is_comparable(const char *bytes, int size) {
    xmlSetGenericErrorFunc(NULL, lgsp_fuzz_be_quiet);
    xmlDocPtr document = xmlReadMemory(
        bytes, size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    const int is_comparable = document && lgsp_fuzz_has_plain_namespaces(xmlDocGetRootElement(document));
    xmlFreeDoc(document);
    return is_comparable;
}

static inline void lgsp_fuzz_free(xmlChar *form) { xmlFree(form); }
