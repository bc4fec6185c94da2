// libxmlsec1 as a program uses it that verifies messages with a key it has: for comparison in the benchmark only.
#pragma once
#define XMLSEC_CRYPTO_OPENSSL 1
#define XMLSEC_NO_SIZE_T
#define XMLSEC_NO_CRYPTO_DYNAMIC_LOADING 1
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <xmlsec/crypto.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

static inline int lgsp_xmlsec_start(void) {
    return xmlSecInit() == 0 && xmlSecCryptoAppInit(NULL) == 0 && xmlSecCryptoInit() == 0;
}

/// The public key of a certificate in PEM.
static inline void *lgsp_xmlsec_key(const char *path) {
    return xmlSecCryptoAppKeyLoad(path, xmlSecKeyDataFormatCertPem, NULL, NULL, NULL);
}

/// The private key in PEM.
static inline void *lgsp_xmlsec_private_key(const char *path) {
    return xmlSecCryptoAppKeyLoad(path, xmlSecKeyDataFormatPem, NULL, NULL, NULL);
}

/// Parses a message and verifies its signature with the key: 1 where it stands.
static inline int lgsp_xmlsec_verify(const char *bytes, int size, void *key) {
    xmlDocPtr document = xmlReadMemory(bytes, size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    if (!document) return 0;
    int valid = 0;
    xmlNodePtr node = xmlSecFindNode(xmlDocGetRootElement(document), xmlSecNodeSignature, xmlSecDSigNs);
    xmlSecDSigCtxPtr context = node ? xmlSecDSigCtxCreate(NULL) : NULL;
    if (context) {
        context->signKey = xmlSecKeyDuplicate((xmlSecKeyPtr)key);
        valid = xmlSecDSigCtxVerify(context, node) == 0 && context->status == xmlSecDSigStatusSucceeded;
        xmlSecDSigCtxDestroy(context);
    }
    xmlFreeDoc(document);
    return valid;
}

/// Fills in the signature of a template; gives the message, to be freed by `lgsp_xmlsec_free`, or NULL.
static inline xmlChar *lgsp_xmlsec_sign(const char *bytes, int size, void *key, int *length) {
    xmlDocPtr document = xmlReadMemory(bytes, size, NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    if (!document) return NULL;
    xmlChar *signed_bytes = NULL;
    xmlNodePtr node = xmlSecFindNode(xmlDocGetRootElement(document), xmlSecNodeSignature, xmlSecDSigNs);
    xmlSecDSigCtxPtr context = node ? xmlSecDSigCtxCreate(NULL) : NULL;
    if (context) {
        context->signKey = xmlSecKeyDuplicate((xmlSecKeyPtr)key);
        if (xmlSecDSigCtxSign(context, node) == 0) xmlDocDumpMemory(document, &signed_bytes, length);
        xmlSecDSigCtxDestroy(context);
    }
    xmlFreeDoc(document);
    return signed_bytes;
}

static inline void lgsp_xmlsec_free(xmlChar *bytes) { xmlFree(bytes); }
