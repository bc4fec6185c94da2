import Testing

@testable import Console

/// What pages offer to be copied into a shell.
@Suite struct ShellLineTests {
    @Test(arguments: [
        ("H10.13", "lgsp show H10.13"), ("$(id)", "lgsp show '$(id)'"), ("a b", "lgsp show 'a b'"),
        ("x';id;'", #"lgsp show 'x'\'';id;'\'''"#), ("", "lgsp show ''"), ("Công", "lgsp show Công"),
        ("`id`", "lgsp show '`id`'"), ("a\nb", "lgsp show 'a\nb'"), ("~", "lgsp show '~'"), ("*", "lgsp show '*'"),
    ])
    func anArgumentIsOne(argument: String, line: String) {
        let command: ShellLine = "lgsp show \(argument)"
        #expect(command.text == line)
    }
}
