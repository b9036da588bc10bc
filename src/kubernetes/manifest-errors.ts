import {CliError} from '../errors/cli-error.js'

/** Where an object or a document stands. */
export interface ManifestPlace {
  /** The path as the user would write it, or `stdin`. */
  readonly file: string
  /** From 1, as `---` parts them. */
  readonly document: number
  /** From 1; where the document begins. */
  readonly line: number
  /** From 1, within a List; undefined outside one. */
  readonly item: number | undefined
}

/** `shop.yaml, document 2 (line 14)`. */
export function placeText({file, document, line, item}: ManifestPlace): string {
  const where = item === undefined ? `line ${line}` : `item ${item} of the List at line ${line}`
  return `${file}, document ${document} (${where})`
}

/** @param happened a sentence without its full stop. */
export function badManifest(happened: string, fix: readonly string[], cause?: unknown): CliError {
  return new CliError({
    code: 'MANIFESTS_INVALID',
    doing: 'read the manifests',
    happened: `${happened}.`,
    fix,
    changed: 'No plan was made.',
    cause,
  })
}
