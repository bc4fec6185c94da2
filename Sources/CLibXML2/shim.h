// libxml2: the SAX2 push-free parser. `xmlParserCtxt` is read through these functions, because the fields of its SAX
// table are C function pointers, some of them variadic, which Swift cannot write.
#pragma once
#include <string.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

/// What the parser tells; every function gets the consumer that was set.
typedef void (*lgsp_xml_start)(
    void *consumer, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int attributes,
    const xmlChar **values);
typedef void (*lgsp_xml_end)(void *consumer);
typedef void (*lgsp_xml_text)(void *consumer, const xmlChar *text, int length);
typedef void (*lgsp_xml_forbidden)(void *consumer);

typedef struct {
    xmlParserCtxtPtr context;
    void *consumer;
    lgsp_xml_start start;
    lgsp_xml_end end;
    lgsp_xml_text text;
    lgsp_xml_forbidden forbidden;
} lgsp_xml_parser;

static inline lgsp_xml_parser *lgsp_xml_of(void *context) {
    return (lgsp_xml_parser *)((xmlParserCtxtPtr)context)->_private;
}

static void lgsp_xml_on_start(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
    const xmlChar **declared, int attributes, int defaulted, const xmlChar **values) {
    (void)namespaces, (void)declared, (void)defaulted;
    lgsp_xml_parser *parser = lgsp_xml_of(context);
    parser->start(parser->consumer, name, prefix, uri, attributes, values);
}

static void lgsp_xml_on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)name, (void)prefix, (void)uri;
    lgsp_xml_parser *parser = lgsp_xml_of(context);
    parser->end(parser->consumer);
}

static void lgsp_xml_on_text(void *context, const xmlChar *text, int length) {
    lgsp_xml_parser *parser = lgsp_xml_of(context);
    parser->text(parser->consumer, text, length);
}

static void lgsp_xml_on_subset(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system) {
    (void)name, (void)external, (void)system;
    lgsp_xml_parser *parser = lgsp_xml_of(context);
    parser->forbidden(parser->consumer);
    xmlStopParser(parser->context);
}

static void lgsp_xml_on_error(void *context, xmlErrorPtr error) { (void)context, (void)error; }

/// Parses `size` bytes once; gives 0, or the code of the last error.
static inline int lgsp_xml_parse(lgsp_xml_parser *parser, const char *bytes, int size, int *line, int *column) {
    xmlSAXHandler handler;
    memset(&handler, 0, sizeof handler);
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = lgsp_xml_on_start;
    handler.endElementNs = lgsp_xml_on_end;
    handler.characters = lgsp_xml_on_text;
    handler.cdataBlock = lgsp_xml_on_text;
    handler.ignorableWhitespace = lgsp_xml_on_text;
    handler.internalSubset = lgsp_xml_on_subset;
    handler.serror = lgsp_xml_on_error;
    xmlParserCtxtPtr context = xmlCreateMemoryParserCtxt(bytes, size);
    if (!context) return XML_ERR_NO_MEMORY;
    parser->context = context;
    *context->sax = handler;
    context->_private = parser;
    // The depth and text limits of libxml2 are lifted; the consumer keeps its own.
    xmlCtxtUseOptions(context, XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    context->sax->serror = lgsp_xml_on_error;
    xmlParseDocument(context);
    int code = context->wellFormed ? 0 : (context->errNo ? context->errNo : XML_ERR_INTERNAL_ERROR);
    *line = context->lastError.line;
    *column = context->lastError.int2;
    xmlFreeParserCtxt(context);
    parser->context = NULL;
    return code;
}

static inline int lgsp_xml_line(lgsp_xml_parser *parser) { return xmlSAX2GetLineNumber(parser->context); }
static inline int lgsp_xml_column(lgsp_xml_parser *parser) { return xmlSAX2GetColumnNumber(parser->context); }
static inline void lgsp_xml_stop(lgsp_xml_parser *parser) { xmlStopParser(parser->context); }
