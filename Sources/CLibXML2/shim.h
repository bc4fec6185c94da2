// libxml2: the SAX2 push-free parser. `xmlParserCtxt` is read through these functions, because the fields of its SAX
// table are C function pointers, some of them variadic, which Swift cannot write.
#pragma once
#include <string.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/uri.h>
#include <libxml/xmlerror.h>

/// What the parser tells; every function gets the consumer that was set.
typedef void (*lgsp_xml_start)(
    void *consumer, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
    const xmlChar **declared, int attributes, const xmlChar **values);
typedef void (*lgsp_xml_end)(void *consumer, const xmlChar *name, const xmlChar *prefix);
typedef void (*lgsp_xml_text)(void *consumer, const xmlChar *text, int length);
typedef void (*lgsp_xml_comment)(void *consumer, const xmlChar *text);
typedef void (*lgsp_xml_instruction)(void *consumer, const xmlChar *target, const xmlChar *data);
typedef void (*lgsp_xml_forbidden)(void *consumer);

typedef struct {
    xmlParserCtxtPtr context;
    void *consumer;
    lgsp_xml_start start;
    lgsp_xml_end end;
    lgsp_xml_text text;
    /// Both may be NULL.
    lgsp_xml_comment comment;
    lgsp_xml_instruction instruction;
    lgsp_xml_forbidden forbidden;
    const char *bytes;
    int size;
    /// How many names libxml2 may know: its table of them is of a fixed size, and slow with very many.
    int name_limit;
    int has_too_many_names;
    /// The first error, 0 for none; where, and its words.
    int error;
    long offset;
    char message[200];
} lgsp_xml_parser;

static inline lgsp_xml_parser *lgsp_xml_of(void *context) {
    return (lgsp_xml_parser *)((xmlParserCtxtPtr)context)->_private;
}

/// Where the parser stands, in bytes from the beginning of the document.
static inline long lgsp_xml_offset(lgsp_xml_parser *parser) {
    xmlParserInputPtr input = parser->context ? parser->context->input : NULL;
    return input ? (long)input->consumed + (long)(input->cur - input->base) : 0;
}

/// Stops where there are too many names.
static inline void lgsp_xml_count_names(lgsp_xml_parser *parser) {
    if (xmlDictSize(parser->context->dict) <= parser->name_limit || parser->has_too_many_names) return;
    parser->has_too_many_names = 1;
    parser->offset = lgsp_xml_offset(parser);
    xmlStopParser(parser->context);
}

static void lgsp_xml_on_start(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
    const xmlChar **declared, int attributes, int defaulted, const xmlChar **values) {
    (void)defaulted;
    lgsp_xml_parser *parser = lgsp_xml_of(context);
    parser->start(parser->consumer, name, prefix, uri, namespaces, declared, attributes, values);
    lgsp_xml_count_names(parser);
}

static void lgsp_xml_on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)uri;
    lgsp_xml_parser *parser = lgsp_xml_of(context);
    parser->end(parser->consumer, name, prefix);
}

static void lgsp_xml_on_comment(void *context, const xmlChar *text) {
    lgsp_xml_parser *parser = lgsp_xml_of(context);
    parser->comment(parser->consumer, text);
}

static void lgsp_xml_on_instruction(void *context, const xmlChar *target, const xmlChar *data) {
    lgsp_xml_parser *parser = lgsp_xml_of(context);
    if (parser->instruction) parser->instruction(parser->consumer, target, data);
    lgsp_xml_count_names(parser);
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

/// Keeps the first error. libxml2 goes on after one, telling of every further one, which is dear where there are
/// millions: so the rest of its own copy of the document becomes NULs, at which it ends. (Halting it here is not safe:
/// its functions hold pointers into the copy.)
static void lgsp_xml_on_error(void *context, xmlErrorPtr error) {
    xmlParserCtxtPtr ctxt = (xmlParserCtxtPtr)context;
    if (!ctxt || error->level < XML_ERR_ERROR) return;
    lgsp_xml_parser *parser = lgsp_xml_of(context);
    ctxt->disableSAX = 1;
    ctxt->wellFormed = 0;
    if (parser->error) return;
    parser->error = error->code ? error->code : XML_ERR_INTERNAL_ERROR;
    parser->offset = lgsp_xml_offset(parser);
    strncpy(parser->message, error->message ? error->message : "", sizeof parser->message - 1);
    xmlParserInputPtr input = ctxt->input;
    const int is_copy = input && ((const char *)input->cur < parser->bytes
                                  || (const char *)input->cur > parser->bytes + parser->size);
    if (is_copy && input->end > input->cur) memset((char *)input->cur, 0, input->end - input->cur);
}

/// A parser's context, to be used again and again; NULL where there is no memory.
static inline xmlParserCtxtPtr lgsp_xml_context(void) {
    xmlParserCtxtPtr context = xmlNewParserCtxt();
    if (!context) return NULL;
    xmlSAXHandler *handler = context->sax;
    memset(handler, 0, sizeof *handler);
    handler->initialized = XML_SAX2_MAGIC;
    handler->startElementNs = lgsp_xml_on_start;
    handler->endElementNs = lgsp_xml_on_end;
    handler->characters = lgsp_xml_on_text;
    handler->cdataBlock = lgsp_xml_on_text;
    handler->ignorableWhitespace = lgsp_xml_on_text;
    handler->internalSubset = lgsp_xml_on_subset;
    handler->serror = lgsp_xml_on_error;
    return context;
}

static inline void lgsp_xml_free(xmlParserCtxtPtr context) { xmlFreeParserCtxt(context); }

/// Whether a context that read a whole document may read another: its names must not pile up, nor one be huge.
static inline int lgsp_xml_is_fresh(xmlParserCtxtPtr context) {
    return xmlDictSize(context->dict) < 2000 && xmlDictGetUsage(context->dict) < 256 * 1024;
}

/// Parses `size` bytes once; gives 0, or the code of the first error. After an error, or a stop, the context is spent.
static inline int lgsp_xml_parse(lgsp_xml_parser *parser, xmlParserCtxtPtr context, const char *bytes, int size) {
    parser->context = context;
    parser->bytes = bytes;
    parser->size = size;
    // The depth and text limits of libxml2 are lifted; the scan before it and the consumer keep ours.
    // NOENT: the five predefined entities are put in within attributes too; others cannot be without a document type.
    xmlCtxtUseOptions(
        context, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    context->sax->comment = parser->comment ? lgsp_xml_on_comment : NULL;
    context->sax->processingInstruction = lgsp_xml_on_instruction;
    // The context may know some already.
    parser->name_limit += xmlDictSize(context->dict);
    xmlParserInputBufferPtr buffer = xmlParserInputBufferCreateMem(bytes, size, XML_CHAR_ENCODING_NONE);
    if (!buffer) return XML_ERR_NO_MEMORY;
    xmlParserInputPtr input = xmlNewIOInputStream(context, buffer, XML_CHAR_ENCODING_NONE);
    if (!input) {
        xmlFreeParserInputBuffer(buffer);
        return XML_ERR_NO_MEMORY;
    }
    if (inputPush(context, input) < 0) {
        xmlFreeInputStream(input);
        return XML_ERR_NO_MEMORY;
    }
    context->_private = parser;
    xmlParseDocument(context);
    if (!parser->error && !context->wellFormed) parser->error = context->errNo ? context->errNo : XML_ERR_INTERNAL_ERROR;
    // Gives its copy of the document back at once, not when the next one comes.
    xmlCtxtReset(context);
    context->_private = NULL;
    parser->context = NULL;
    return parser->error;
}

static inline const char *lgsp_xml_message(const lgsp_xml_parser *parser) { return parser->message; }
static inline void lgsp_xml_stop(lgsp_xml_parser *parser) { xmlStopParser(parser->context); }

/// The place of the first of `&`, `<`, `>` and carriage return from `start` on, or `count`: sixteen bytes at a time.
static inline long lgsp_xml_next_special(const unsigned char *bytes, long start, long count) {
    typedef unsigned char block __attribute__((vector_size(16)));
    typedef unsigned long long halves __attribute__((vector_size(16)));
    long index = start;
    for (; index + 16 <= count; index += 16) {
        block piece;
        memcpy(&piece, bytes + index, sizeof piece);
        const halves hits = (halves)((piece == '&') | (piece == '<') | (piece == '>') | (piece == '\r'));
        if (hits[0] | hits[1]) break;
    }
    for (; index < count; index++) {
        const unsigned char byte = bytes[index];
        if (byte == '&' || byte == '<' || byte == '>' || byte == '\r') return index;
    }
    return count;
}

/// Whether a namespace's name is an absolute URI: Canonical XML knows no others (section 1.3). One with an ampersand is
/// refused too: programs on libxml2 that leave references alone, as xmlsec1 does, make another canonical form of it.
static inline int lgsp_xml_is_absolute(const unsigned char *uri) {
    if (strchr((const char *)uri, '&')) return 0;
    xmlURIPtr parsed = xmlParseURI((const char *)uri);
    const int is_absolute = parsed && parsed->scheme;
    xmlFreeURI(parsed);
    return is_absolute;
}

void *memmem(const void *, size_t, const void *, size_t);

/// What the first signature's transforms look like: 1 for an exclusive canonicalisation among them. A guess, for speed
/// alone: what the parser then reads of them decides.
static inline int lgsp_xml_guess_exclusive(const char *bytes, size_t size) {
    static const char mark[] = "Transforms", exclusive[] = "xml-exc-c14n";
    const char *start = (const char *)memmem(bytes, size, mark, sizeof mark - 1);
    if (!start) return 0;
    start += sizeof mark - 1;
    const char *end = (const char *)memmem(start, bytes + size - start, mark, sizeof mark - 1);
    return end && memmem(start, end - start, exclusive, sizeof exclusive - 1);
}

/// Whether the name of the namespace of XML signatures stands anywhere near the beginning, where headers are.
static inline int lgsp_xml_mentions_signature(const char *bytes, size_t size) {
    static const char mark[] = "http://www.w3.org/2000/09/xmldsig#";
    return memmem(bytes, size < 65536 ? size : 65536, mark, sizeof mark - 1) != NULL;
}
