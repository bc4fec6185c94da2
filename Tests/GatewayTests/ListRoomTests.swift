import Testing

@testable import Gateway

@Suite struct ListRoomTests {
    @Test func theFirstAlwaysFitsAndTheRestWhileThereIsRoom() {
        var room = ListRoom(100)
        let taken = [500, 1].map { room.take($0) }
        #expect(taken == [true, false])
        var other = ListRoom(100)
        #expect([60, 40, 1].map { other.take($0) } == [true, true, false])
    }
}
