import Testing

@testable import Gateway

/// The sentence of a problem, for readers of one text.
@Suite struct ProblemTests {
    @Test(
        "It has the place, and the value where the place is not enough",
        arguments: [
            (
                Problem("unknown_receiver", "To/OrganId is not in the directory.", found: "H10.99"),
                "To/OrganId is not in the directory. Found: H10.99."
            ),
            (
                Problem("unknown_receiver", "H10.99 is not in the directory.", found: "H10.99"),
                "H10.99 is not in the directory."
            ),
            (
                Problem("unknown_receiver", "To/OrganId", found: "H10.99"),
                "To/OrganId. Found: H10.99."
            ),
            // The axis's own sentence, whose end clients compare.
            (
                Problem("sender_not_of_system", "Don vi gui H10.31 khong dung: qlvb.a", found: "H10.31"),
                "Don vi gui H10.31 khong dung: qlvb.a"
            ),
            (Problem("not_found", "There is no such thing here.", found: ""), "There is no such thing here."),
        ])
    func sentence(problem: Problem, text: String) {
        #expect(problem.sentence == text)
    }

    /// The only value that would have matched, behind a whole sentence too.
    @Test func expectedIsAlwaysTold() {
        var problem = Problem("status_document_unknown", "The agency has no such document.", found: "1/A")
        problem.expected = "PromulgationDate 2026/01/02"
        #expect(
            problem.sentence
                == "The agency has no such document. Expected: PromulgationDate 2026/01/02. Found: 1/A.")
    }
}
