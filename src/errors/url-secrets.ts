const SCHEME = '\\b([a-z][a-z0-9+.-]{0,30}:\\/\\/[/\\\\]*'
const SIGN = '(?:(?!:\\/\\/)\\S)*'
/** A password that nobody escaped may hold what ends a host: then no port stands behind the colon. */
const USER = new RegExp(`${SCHEME})(?:[^\\s/?#]*|[^\\s/?#:@]*:(?!\\d*(?:[/?#"'\\s]|$))${SIGN})@`, 'gi')
/** A quote belongs to it where it goes on behind the quote. */
const SAID = `(?:[^\\s#"']|["'](?=\\w))+`
const QUERY = new RegExp(`${SCHEME}(?:(?!:\\/\\/)[^\\s?#"'])*\\?)(${SAID})`, 'gi')
const FRAGMENT = new RegExp(`${SCHEME}(?:(?!:\\/\\/)[^\\s#"'])*#)(${SAID})`, 'gi')
const MASK = '********'

/** URLs as they may be shown: who signs in, and each value of a query, which may be a token, are masked. */
export function withoutUrlSecrets(text: string): string {
  if (!text.includes('://')) return text
  return text
    .replace(USER, `$1${MASK}@`)
    .replace(
      QUERY,
      (_, before: string, query: string) => `${before}${query.replace(/(^|[&;])[^&;=]*$|=[^&;]+/g, toMask)}`,
    )
    .replace(FRAGMENT, (_, before: string, query: string) => `${before}${query.replace(/=[^&;]+/g, toMask)}`)
}

/** A whole value that is meant for an address and may be none, as it may be shown: a password may have made it so. */
export function withoutAddressSecrets(address: string): string {
  const [scheme = ''] = /^(?:[a-z][a-z0-9+.-]*:)?[/\\]+/i.exec(address) ?? []
  const at = signsInBefore(address)
  const rest = at < 0 ? address.slice(scheme.length) : `${MASK}@${address.slice(at + 1)}`
  return `${scheme}${withoutUrlSecrets(`x://${rest}`).slice('x://'.length)}`
}

/** Where the host begins behind who signs in, or what may be meant so; -1 where a URL has no such part. */
function signsInBefore(address: string): number {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  return isPlain ? -1 : address.lastIndexOf('@')
}

function toMask(found: string): string {
  const [sign = ''] = /^[=&;]/.exec(found) ?? []
  return `${sign}${MASK}`
}
