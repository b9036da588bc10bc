/**
 * A logger for clients with a profile of their own. The SDK would warn on stderr that the profile takes precedence over
 * keys in the environment, which is what `--aws-profile` asks for.
 */
export const SILENT_LOGGER = {debug() {}, info() {}, warn() {}, error() {}}
