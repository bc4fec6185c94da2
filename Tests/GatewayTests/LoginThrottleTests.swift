import Exchange
import HTTP
import Platform
import Testing

@testable import Gateway

/// When an attempt to prove who one is may be made again.
@Suite struct LoginThrottleTests {
    private let start = MonotonicTime(nanoseconds: 1_000_000_000)
    private let home = HTTPSource(address: [192, 0, 2, 1])
    private let name = LoginName("qlvb.example")

    private func source(_ number: Int) -> HTTPSource {
        HTTPSource(address: [10, UInt8(number >> 16 & 255), UInt8(number >> 8 & 255), UInt8(number & 255)])
    }

    private func seconds(_ end: MonotonicTime?, from now: MonotonicTime) -> Int64? {
        end.map { $0.since(now) / 1_000_000_000 }
    }

    /// Makes attempts that fail, each at the first moment it may be made, and gives the pauses between them, in seconds.
    private func pauses(
        _ count: Int, of names: (Int) -> LoginName, _ throttle: inout LoginThrottle, now: inout MonotonicTime
    ) -> [Int64] {
        (0..<count).map { number in
            let name = names(number)
            let end = throttle.pause(of: name, from: home, at: now) ?? now
            defer { now = end }
            _ = throttle.fail(name, from: home, at: end)
            return end.since(now) / 1_000_000_000
        }
    }

    @Test func pausesOfANameGrowToFiveMinutes() {
        var (throttle, now) = (LoginThrottle(), start)
        let found = pauses(23, of: { _ in name }, &throttle, now: &now)
        #expect(found == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300])
    }

    @Test func aSuccessEndsThePausesOfItsNameAlone() {
        var throttle = LoginThrottle()
        for _ in 0..<13 { _ = throttle.fail(name, from: home, at: start) }
        #expect(seconds(throttle.pause(of: name, from: home, at: start), from: start) == 4)
        #expect(throttle.pause(of: LoginName("other"), from: home, at: start) == nil)
        throttle.succeed(name, from: home, at: start)
        #expect(throttle.pause(of: name, from: home, at: start) == nil)
        for _ in 0..<18 { _ = throttle.fail(LoginName("other"), from: home, at: start) }
        // The source has failed 31 times; the success took none of that away, but its name is not held by it.
        #expect(seconds(throttle.pause(of: LoginName("third"), from: home, at: start), from: start) == 1)
        #expect(throttle.pause(of: name, from: home, at: start) == nil)
        let later = start.advanced(byMilliseconds: LoginThrottle.trust)
        for _ in 0..<40 { _ = throttle.fail(LoginName("other"), from: home, at: later) }
        #expect(throttle.pause(of: name, from: home, at: later) != nil)
    }

    /// A guesser has many sources; the system comes from one where it never was before, and is in.
    @Test func nobodyLocksOutASystemFromElsewhere() {
        var throttle = LoginThrottle()
        var looked = 0
        for number in 0..<1_000 {
            for _ in 0..<20 where throttle.pause(of: name, from: source(number), at: start) == nil {
                looked += 1
                _ = throttle.fail(name, from: source(number), at: start)
            }
        }
        // Nine sources use up the free ones of the name but one; then each gets one guess.
        #expect((1_080...1_100).contains(looked), "\(looked)")
        #expect(throttle.pause(of: name, from: home, at: start) == nil)
        throttle.succeed(name, from: home, at: start)
        #expect(throttle.pause(of: name, from: home, at: start) == nil)
        // One mistake of its own does not make it a stranger.
        _ = throttle.fail(name, from: home, at: start)
        #expect(throttle.pause(of: name, from: home, at: start) == nil)
    }

    @Test func failuresFade() {
        var throttle = LoginThrottle()
        for _ in 0..<10 { _ = throttle.fail(name, from: home, at: start) }
        let later = start.advanced(byMilliseconds: 4 * 600_000)
        #expect((0..<5).map { _ in throttle.fail(name, from: home, at: later) } == [false, false, false, false, true])
    }

    /// Endless names and sources: there is an end to what is remembered, and the pauses that run stay.
    @Test func memoryIsBounded() {
        var throttle = LoginThrottle(limit: 100)
        for _ in 0..<50 { _ = throttle.fail(name, from: home, at: start) }
        let other = LoginName("known")
        throttle.succeed(other, from: home, at: start)
        for number in 0..<10_000 {
            _ = throttle.fail(LoginName("name \(number)"), from: source(number), at: start)
            if number % 100 == 0 { _ = throttle.fail(LoginName("name \(number)"), from: home, at: start) }
        }
        #expect(throttle.count <= 301, "\(throttle.count)")
        #expect(seconds(throttle.pause(of: name, from: home, at: start), from: start) == 300)
        #expect(throttle.pause(of: LoginName("fresh"), from: home, at: start) != nil)
        #expect(throttle.pause(of: other, from: home, at: start) == nil)
    }

    /// A program that goes on with a token that was taken from it holds itself, not its source.
    @Test func theSameSecretOnceMoreIsNoGuess() {
        var throttle = LoginThrottle()
        for _ in 0..<100 { _ = throttle.fail(LoginName(secret: "gone"), from: home, at: start) }
        #expect(throttle.pause(of: LoginName(secret: "gone"), from: home, at: start) != nil)
        #expect(throttle.pause(of: LoginName(secret: "good"), from: home, at: start) == nil)
        for number in 0..<31 { _ = throttle.fail(LoginName(secret: "guess \(number)"), from: home, at: start) }
        #expect(throttle.pause(of: LoginName(secret: "good"), from: home, at: start) != nil)
    }

    /// One audit entry a minute for a source, ten for all; every failure is counted.
    @Test func theAuditIsNotFilled() {
        let watch = LoginWatch()
        func told(from sources: Int, at now: MonotonicTime) -> Int {
            (0..<sources).reduce(0) { sum, number in
                let attempt = LoginAttempt(door: .vxp, name: name, source: source(number))
                return (0..<20).reduce(sum) { sum, _ in sum + (watch.fail(attempt, at: now) == nil ? 0 : 1) }
            }
        }
        #expect(told(from: 1, at: start) == 1)
        #expect(told(from: 100, at: start.advanced(byMilliseconds: 59_000)) == 9)
        #expect(told(from: 1, at: start.advanced(byMilliseconds: 60_000)) == 1)
        let attempt = LoginAttempt(door: .vxp, name: name, source: source(0))
        let now = start.advanced(byMilliseconds: 60_000)
        #expect(watch.pause(of: attempt, at: now) == 300)
        #expect(watch.metrics.contains("lgsp_login_failures_total{door=\"vxp\"} 2040\n"), "\(watch.metrics)")
        #expect(watch.metrics.contains("lgsp_logins_paused_total{door=\"vxp\"} 1\n"), "\(watch.metrics)")
        let later = now.advanced(byMilliseconds: 3_600_000)
        let told = (0..<9).compactMap { _ in watch.fail(attempt, at: later) }
        #expect(told == ["door=vxp, source=10.0.0.0"])
    }

    @Test func namesAreToldInFewCharacters() {
        #expect(LoginName("a\nb\u{2028}c").text == "a_b_c")
        #expect(LoginName(String(repeating: "x", count: 100_000)).text.count == 64)
        #expect(!LoginName(secret: "a-secret").text.contains("a-secret"))
    }
}
