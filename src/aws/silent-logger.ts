/** The SDK would warn that a profile takes precedence over keys, which is what `--aws-profile` asks for. */
export const SILENT_LOGGER = {debug() {}, info() {}, warn() {}, error() {}}
