const SCHEME = '\\b([a-z][a-z0-9+.-]{0,30}:\\/\\/[/\\\\]*'
const SIGN = '(?:(?!:\\/\\/)\\S)*'
/**
 * The user part of a URL. An unescaped password may contain characters that end a host; then there is no port after the
 * colon.
 */
const USER = new RegExp(`${SCHEME})(?:[^\\s/?#]*|[^\\s/?#:@]*:(?!\\d*(?:[/?#"'\\s]|$))${SIGN})@`, 'gi')
/** The rest of a URL. A quote belongs to it when more of the URL follows. */
const SAID = `(?:[^\\s#"']|["'](?=\\w))+`
const QUERY = new RegExp(`${SCHEME}(?:(?!:\\/\\/)[^\\s?#"'])*\\?)(${SAID})`, 'gi')
const FRAGMENT = new RegExp(`${SCHEME}(?:(?!:\\/\\/)[^\\s#"'])*#)(${SAID})`, 'gi')
const MASK = '********'

/** Masks the secrets of URLs in a text: user and password, and each value of a query, which may be a token. */
export function withoutUrlSecrets(text: string): string {
  if (!text.includes('://')) return text
  return text
    .replace(USER, `$1${MASK}@`)
    .replace(QUERY, (_, before: string, query: string) => before + query.replace(/(^|[&;])[^&;=]*$|=[^&;]+/g, toMask))
    .replace(FRAGMENT, (_, before: string, query: string) => before + query.replace(/=[^&;]+/g, toMask))
}

/** Masks the secrets of a value that should be an address but may be malformed, possibly because of its password. */
export function withoutAddressSecrets(address: string): string {
  const [scheme = ''] = /^(?:[a-z][a-z0-9+.-]*:)?[/\\]+/i.exec(address) ?? []
  const at = signsInBefore(address)
  const rest = at < 0 ? address.slice(scheme.length) : `${MASK}@${address.slice(at + 1)}`
  return `${scheme}${withoutUrlSecrets(`x://${rest}`).slice('x://'.length)}`
}

/** The index of the `@` that ends a user part, or may be meant to; -1 for a URL without user part. */
function signsInBefore(address: string): number {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  return isPlain ? -1 : address.lastIndexOf('@')
}

function toMask(found: string): string {
  const [sign = ''] = /^[=&;]/.exec(found) ?? []
  return `${sign}${MASK}`
}
