internal import Glibc
internal import Platform

/// Ends the process, so that libFuzzer keeps the bytes it was given, where a promise is broken.
func promise(_ holds: Bool, _ words: @autoclosure () -> String) {
    if holds { return }
    StandardError.write("broken promise: \(words())")
    abort()
}
