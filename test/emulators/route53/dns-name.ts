import {invalidName} from './refusal.js'

/**
 * The form in which Route 53 stores and returns a name: lower case, a trailing dot, and every character other than
 * `a-z 0-9 - _ .` as a three-digit octal escape (`*` as `\052`).
 */
export type StoredName = string

/** @throws a Refusal when the name exceeds a limit or contains a character that has to be escaped. */
export function parseName(text: string): StoredName {
  const octets = unescapeName(text.endsWith('.') && !text.endsWith('\\.') ? text.slice(0, -1) : text)
  const labels: string[][] = [[]]
  for (const octet of octets) {
    if (octet === 'dot') labels.push([])
    else labels.at(-1)?.push(octet)
  }
  for (const label of labels) {
    // AWS quotes the first 64 octets of the label, one more than are allowed.
    if (label.length > 63)
      throw invalidName('DomainLabelTooLong', 'Domain label is too long', label.slice(0, 64).join(''))
    if (label.length === 0) throw invalidName('DomainLabelEmpty', 'Domain label is empty', text)
  }
  const octetCount = labels.reduce((sum, label) => sum + label.length + 1, 0)
  if (octetCount > 255) throw invalidName('DomainNameTooLong', 'Domain name is too long', text)
  return `${labels.map((label) => label.map(storedCharacter).join('')).join('.')}.`
}

/** The characters of the name, one octet each; `'dot'` is a separator, `'.'` an escaped dot. */
function unescapeName(text: string): string[] {
  const octets: string[] = []
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index)
    const octal = /^\\([0-3][0-7]{2})/.exec(text.slice(index, index + 4))?.[1]
    if (octal !== undefined) {
      octets.push(String.fromCharCode(Number.parseInt(octal, 8)).toLowerCase())
      index += 3
    } else if (character === '.') {
      octets.push('dot')
    } else if (character <= ' ' || character > '~') {
      throw invalidName('UnsupportedCharacter', 'Value contains unsupported characters', character)
    } else {
      octets.push(character.toLowerCase())
    }
  }
  return octets
}

function storedCharacter(octet: string): string {
  if (/^[a-z0-9_-]$/.test(octet)) return octet
  return `\\${octet.charCodeAt(0).toString(8).padStart(3, '0')}`
}

/** The name without octal escapes, as in the recorded cases (`*.example.com.`). */
export function shownName(name: StoredName): string {
  return name.replace(/\\([0-3][0-7]{2})/g, (_escape, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}

/** True for the zone's name and the names below it. */
export function isInZone(name: StoredName, zoneName: StoredName): boolean {
  return name === zoneName || name.endsWith(`.${zoneName}`)
}

/**
 * The key by which listings are sorted, octet by octet: reversed labels with the trailing dot, so that
 * `foo-bar.example.com.` (com.example.foo-bar.) comes before `foo.example.com.` (com.example.foo.).
 *
 * Escaped characters count as the characters that they represent, `*` before `-` and digits: AWS names `!` to `-` as
 * the characters that sort before the trailing dot, which their escapes would not. (API reference,
 * ListResourceRecordSets, "Sort order".)
 */
export function sortKeyOf(name: StoredName): string {
  return shownName(`${name.slice(0, -1).split('.').toReversed().join('.')}.`)
}
