import Testing
import Trust

@Suite struct KeyTests {
    /// The contexts of a key are pooled: one that verified must not be taken for signing, nor the reverse.
    @Test(arguments: [KeyType.p256, .rsa2048])
    func signsAndVerifiesInTurn(type: KeyType) throws {
        let key = try PrivateKey.generate(type)
        for round in 0..<20 {
            let bytes = [UInt8](repeating: UInt8(round), count: 32)
            let signature = try key.sign(bytes)
            #expect(key.publicKey.verify(signature, over: bytes))
            #expect(!key.publicKey.verify(signature, over: [0xFF] + bytes))
        }
    }
}
