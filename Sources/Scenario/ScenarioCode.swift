/// The codes of what can be wrong with a scenario or stop its run; stable for ever.
public enum ScenarioCode: String, CaseIterable, Sendable {
    /// The file cannot be opened or read.
    case unreadable = "scenario_unreadable"
    /// The file is not JSON.
    case syntax = "scenario_syntax"
    /// A name that no scenario has.
    case unknownKey = "scenario_unknown_key"
    /// A name that every scenario must have is not there.
    case missingKey = "scenario_missing_key"
    /// A value of the wrong kind or out of its range.
    case badValue = "scenario_bad_value"
    /// The directory lacks agencies that the scenario needs.
    case directoryTooSmall = "scenario_directory_too_small"
    /// An identity's files are missing or unusable.
    case identityMissing = "replay_identity_missing"
    /// The daemon cannot be reached.
    case unreachable = "replay_unreachable"
    /// The daemon answered something that the run cannot go on with.
    case unexpectedAnswer = "replay_unexpected_answer"
    /// The run did not end within its time.
    case timeout = "replay_timeout"
    /// A figure lies outside the scenario's thresholds, or two counts of one thing differ.
    case thresholdFailed = "replay_threshold_failed"
}
