extension Certificate {
    /// The last moment of validity that a certificate in DER states, milliseconds since 1970, or nil where it is none.
    ///
    /// Nothing else of it is looked at, so it costs a hundredth of decoding it.
    public static func expiry(der: [UInt8]) -> Int64? {
        // RFC 5280, section 4.1: serial number, algorithm and issuer come before the validity.
        var outer = DERCursor(der, 0..<der.count)
        guard let whole = outer.next(0x30) else { return nil }
        var certificate = DERCursor(der, whole.body)
        guard let body = certificate.next(0x30) else { return nil }
        var fields = DERCursor(der, body.body)
        _ = fields.next(0xA0)
        guard fields.next(0x02) != nil, fields.next(0x30) != nil, fields.next(0x30) != nil,
            let validity = fields.next(0x30)
        else { return nil }
        var moments = DERCursor(der, validity.body)
        guard moments.next() != nil, let last = moments.next() else { return nil }
        let text = moments.copy(last.body)
        return DERTime.parse(tag: last.tag, text.span)
    }
}
