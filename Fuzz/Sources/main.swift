internal import CFuzz
internal import Glibc
internal import Platform

// `Fuzz NAME --seeds FOLDER` writes what the fuzzer sets out from; `Fuzz NAME …` hands the rest on to libFuzzer.
let words = CommandLine.arguments
guard words.count > 1 else {
    StandardError.write("usage: Fuzz edxml|cms|xmldsig|files|http [--seeds FOLDER | libFuzzer's arguments]")
    exit(64)
}
guard lgsp_fuzz_fix_random() == 1, let fuzzer = try Running.make(words[1]) else {
    StandardError.write("there is no fuzzer \(words[1])")
    exit(64)
}
if words.count == 4, words[2] == "--seeds" {
    for (number, seed) in fuzzer.seeds().enumerated() { try Files.write(seed, to: "\(words[3])/made-\(number)") }
    exit(0)
}
unsafe Running.fuzzer = fuzzer
// libFuzzer starts no further process, so it does not matter that its name stands before the fuzzer's.
var arguments: [UnsafeMutablePointer<CChar>?] = unsafe ([words[0]] + words.dropFirst(2)).map { unsafe strdup($0) }
unsafe arguments.append(nil)
var count = Int32(words.count - 1)
let status = unsafe arguments.withUnsafeMutableBufferPointer { buffer -> Int32 in
    var start = buffer.baseAddress
    return unsafe LLVMFuzzerRunDriver(&count, &start) { bytes, size in unsafe Running.run(bytes, size) }
}
exit(status)
