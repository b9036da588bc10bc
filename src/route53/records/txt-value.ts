const MAX_STRING_OCTETS = 255
/** One escape or one character inside the quotes. */
const TOKEN = /\\[0-3][0-7]{2}|\\?./gsu
const QUOTED_STRINGS = /^\s*"(?:[^"\\]|\\.)*"(?:\s+"(?:[^"\\]|\\.)*")*\s*$/s

/** Quoted text stays as it is; anything else is taken literally, escaped, and cut into strings of 255 octets. */
export function quoteText(text: string): string {
  if (isQuoted(text)) return text
  const octets = [...Buffer.from(text)].map(escapeOctet)
  const strings: string[] = []
  for (let start = 0; start < octets.length; start += MAX_STRING_OCTETS) {
    strings.push(`"${octets.slice(start, start + MAX_STRING_OCTETS).join('')}"`)
  }
  return strings.length === 0 ? '""' : strings.join(' ')
}

export function isQuoted(value: string): boolean {
  return QUOTED_STRINGS.test(value)
}

/** The octets that a value represents, with its strings joined: `"ab" "c"` and `"a\142c"` are equal. */
export function joinText(value: string): string {
  return isQuoted(value) ? splitText(value).map(decode).join('') : value
}

/** The number of octets in each string of a quoted value. */
export function stringLengths(value: string): readonly number[] {
  return splitText(value).map((string) => Buffer.byteLength(decode(string), 'latin1'))
}

function splitText(value: string): readonly string[] {
  return Array.from(value.matchAll(/"(?:[^"\\]|\\.)*"/gs), ([quoted]) => quoted.slice(1, -1))
}

/** Decodes to one character per octet (Latin-1), so that raw UTF-8 and its octal escapes compare as equal. */
function decode(string: string): string {
  // Nearly every text is plain ASCII; decoding 21,000 ownership TXT character by character took 0.3 s.
  if (/^[ -[\]-~]*$/.test(string)) return string
  return string.replace(TOKEN, (token) => {
    if (token.length === 4) return String.fromCharCode(Number.parseInt(token.slice(1), 8))
    const character = token.startsWith('\\') ? token.slice(1) : token
    return Buffer.from(character).toString('latin1')
  })
}

/** Escapes an octet: outside printable ASCII in octal, quotes with a backslash. */
function escapeOctet(octet: number): string {
  const character = String.fromCharCode(octet)
  if (character === '"') return '\\"'
  return octet < 0x20 || octet > 0x7e || character === '\\' ? `\\${octet.toString(8).padStart(3, '0')}` : character
}
