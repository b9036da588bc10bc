/**
 * For clients with a profile of their own: the SDK would warn on stderr that keys in the environment give way to it,
 * which is what `--aws-profile` asks for.
 */
export const SILENT_LOGGER = {debug() {}, info() {}, warn() {}, error() {}}
