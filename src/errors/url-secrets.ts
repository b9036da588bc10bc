const SCHEME = '\\b([a-z][a-z0-9+.-]{0,30}:\\/\\/'
const USER = new RegExp(`${SCHEME})[^\\s/?#"']*@`, 'gi')
const QUERY = new RegExp(`${SCHEME}[^\\s?#"']*\\?)([^\\s#"']*)`, 'gi')
const MASK = '********'

/** URLs as they may be shown: who signs in, and each value of a query, which may be a token, are masked. */
export function withoutUrlSecrets(text: string): string {
  if (!text.includes('://')) return text
  return text
    .replace(USER, `$1${MASK}@`)
    .replace(QUERY, (_, before: string, query: string) => `${before}${query.replace(/=[^&;]+/g, `=${MASK}`)}`)
}
