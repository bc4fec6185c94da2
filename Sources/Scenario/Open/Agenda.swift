/// What is to be done when: the earliest first, of one time in the order it was put in.
struct Agenda<Task> {
    private struct Entry {
        let due: Int64
        let order: Int
        let task: Task

        func isBefore(_ other: Entry) -> Bool { due == other.due ? order < other.order : due < other.due }
    }

    private var heap: [Entry] = []
    private var order = 0

    /// When the first task is due; nil where there is none.
    var nextDue: Int64? { heap.first?.due }

    /// Puts `task` in for the time `due`.
    mutating func put(_ task: Task, at due: Int64) {
        order += 1
        heap.append(Entry(due: due, order: order, task: task))
        var child = heap.count - 1
        while child > 0, heap[child].isBefore(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// The first task where it is due at `now`.
    mutating func take(at now: Int64) -> Task? {
        guard let first = heap.first, first.due <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { break }
            let right = left + 1
            let child = right < heap.count && heap[right].isBefore(heap[left]) ? right : left
            guard heap[child].isBefore(heap[parent]) else { break }
            heap.swapAt(child, parent)
            parent = child
        }
        return first.task
    }
}
