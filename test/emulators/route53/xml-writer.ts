/** The elements of an answer in order; undefined ones are left out. A name may occur more than once. */
export type XmlContent =
  | string
  | WrittenXml
  | readonly (readonly [name: string, content: XmlContent | undefined] | undefined)[]

/** XML that is already rendered. */
export type WrittenXml = {readonly xml: string}

const NAMESPACE = 'https://route53.amazonaws.com/doc/2013-04-01/'

export function writeXml(root: string, content: XmlContent): string {
  return `<?xml version="1.0"?>\n<${root} xmlns="${NAMESPACE}">${writeContent(content)}</${root}>`
}

export function writeContent(content: XmlContent): string {
  if (typeof content === 'string') return escapeText(content)
  if ('xml' in content) return content.xml
  return content
    .map((pair) => {
      if (pair === undefined) return ''
      const [name, inner] = pair
      return inner === undefined ? '' : `<${name}>${writeContent(inner)}</${name}>`
    })
    .join('')
}

/** Control characters come as `&#x1;`, as in answers of AWS. */
function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/\p{Cc}/gu, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`)
}
