/// Every command of the program, in the order of its help; a new one is one line here.
enum Commands {
    static let all: [Command] =
        [
            ServeCommand.command, DemoCommand.demo, ReplayCommand.command, ReplayResultCommands.show,
            ReplayResultCommands.merge, ReplayResultCommands.compare, ReplayResultCommands.report, DemoCommand.bench,
            DemoCommand.fanOut,
            SendCommand.command, MailboxCommands.inbox, MailboxCommands.fetch, MailboxCommands.confirm,
            RecipientCommand.command,
            DocumentCommands.status, DocumentCommands.recall, LifeCommands.withdraw, LifeCommands.replace,
            LifeCommands.update, FindCommand.command, DocumentCommands.show, DocumentCommands.trace,
            DocumentCommands.explain,
            DirectoryCommands.route, DirectoryCommands.list, DirectoryCommands.show, DirectoryCommands.tree,
            DirectoryCommands.test, DirectoryCommands.email, DirectoryCommands.close, DirectoryCommands.merge,
            FigureCommands.ratio, ServiceLevelCommand.command, FigureCommands.traffic, FigureCommands.registerPaper,
            FigureCommands.listPaper,
            LintCommand.command, VerifyCommand.command,
        ] + SystemCommands.all + AccountCommands.all + RuleCommands.all + SendRuleCommands.all + AccessCommands.all
        + DeadLetterCommands.all
        + WebhookCommands.all + PKICommands.all + LedgerCommands.all
        + [CheckCommand.command, AlertCommands.mailTest, TopCommand.command, ErrorsCommand.command] + ShellCommands.all
        + [OperationCommands.version]
}
