import {invalidInput, Refusal} from './refusal.js'

/** An element of a request body, with either children or text (the API has no mixed content). */
export type XmlElement = {readonly name: string; readonly text: string; readonly children: readonly XmlElement[]}

const NAMESPACE = 'https://route53.amazonaws.com/doc/2013-04-01/'
const TOKEN = /<\?xml[^?]*\?>|<\/([A-Za-z][\w]*)\s*>|<([A-Za-z][\w]*)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>|([^<]+)/y
const ENTITIES: Readonly<Record<string, string>> = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'"}

type OpenElement = {readonly name: string; text: string; readonly children: XmlElement[]}

/**
 * Parses the XML of Route 53 requests. Strict on purpose: anything that is malformed, contains a comment, CDATA or a
 * doctype, or is not in the API's namespace is refused as in Route 53.
 */
export function readXml(body: string, rootName: string): XmlElement {
  const root: OpenElement = {name: '', text: '', children: []}
  const open: OpenElement[] = [root]
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < body.length) {
    const at = TOKEN.lastIndex
    const token = TOKEN.exec(body)
    const parent = open.at(-1)
    if (token === null || parent === undefined) throw malformed(`unexpected content at character ${at}`)
    const [whole, closing, opening, attributes = '', selfClosing, text] = token
    if (text !== undefined) {
      parent.text += unescapeText(text)
    } else if (opening !== undefined) {
      if (parent === root) checkNamespace(opening, attributes)
      const element: OpenElement = {name: opening, text: '', children: []}
      parent.children.push(element)
      if (selfClosing !== '/') open.push(element)
    } else if (closing !== undefined) {
      if (parent === root || parent.name !== closing) throw malformed(`</${closing}> closes nothing`)
      if (parent.children.length > 0 && parent.text.trim() !== '') throw malformed(`text beside elements in ${closing}`)
      open.pop()
    } else if (at !== 0) {
      throw malformed(`${whole} is not at the start`)
    }
  }
  const [element, ...others] = root.children
  if (open.length > 1 || element === undefined || others.length > 0 || root.text.trim() !== '') {
    throw malformed('XML document structures must start and end within the same entity.')
  }
  if (element.name !== rootName) {
    throw new Refusal('MalformedInput', `${element.name} is not valid, expected ${rootName}`)
  }
  return element
}

function checkNamespace(name: string, attributes: string): void {
  if (!attributes.includes(`xmlns="${NAMESPACE}"`)) {
    throw invalidInput(`Invalid XML ; cvc-elt.1: Cannot find the declaration of element '${name}'.`)
  }
}

function unescapeText(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([0-9a-fA-F]+)|(\w+));|&/g,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (decimal !== undefined) return String.fromCodePoint(Number.parseInt(decimal, 10))
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
      const character = ENTITIES[name ?? '']
      if (character === undefined) throw malformed(`${whole} is not an entity`)
      return character
    },
  )
}

function malformed(what: string): Refusal {
  return invalidInput(`Invalid XML ; javax.xml.stream.XMLStreamException: org.xml.sax.SAXParseException; ${what}`)
}
