import {SaxesParser} from 'saxes'

/** An element of the API, which has either children or a text. Attributes have no meaning there. */
export interface XmlElement {
  readonly name: string
  readonly children: readonly XmlElement[]
  readonly text: string
}

/** As a member of an element: a text, a list of children, or nothing. */
type Content = string | number | boolean | readonly (XmlElement | undefined)[] | undefined

/** @throws Error when the text is not well-formed. */
export function parseXml(text: string): XmlElement {
  const plain = parsePlain(text)
  if (plain !== undefined) return plain
  try {
    return parse(text, '1.0')
  } catch (error) {
    // A comment that somebody wrote may hold a control character, which only the later version has: `&#x1;`.
    if (error instanceof Error && error.message.includes('malformed character entity')) return parse(text, '1.1')
    throw error
  }
}

/** A prolog, and the root, which alone has an attribute. */
const HEAD = /^(?:<\?xml version="1\.0"(?: encoding="UTF-8")?\?>\s*)?<([A-Za-z]+)(?: xmlns="[^"<&]*")?>/
/** What is left to the library. */
const UNUSUAL = /[^\n -~]|&(?!(?:amp|lt|gt|quot|apos);)|]]>|<(?!\/?[A-Za-z]+>)/
const ENTITIES: Readonly<Record<string, string>> = {amp: '&', lt: '<', gt: '>', quot: '"', apos: "'"}
/** A slice of this length or more would keep the whole text in memory (V8). */
const SLICE_LENGTH = 13
const [SLASH] = Buffer.from('/')

/** Reads a document as AWS writes it, in a third of the time that the library takes; undefined for any other. */
function parsePlain(text: string): XmlElement | undefined {
  const [head, root] = HEAD.exec(text) ?? []
  if (head === undefined || root === undefined || UNUSUAL.test(text.slice(head.length))) return undefined
  const octets = Buffer.from(text, 'latin1')
  const tree = growTree()
  tree.open(root)
  for (let at = head.length; ; ) {
    const start = text.indexOf('<', at)
    const end = text.indexOf('>', start)
    if (start < 0) return undefined
    if (text.charCodeAt(start + 1) === SLASH) {
      const name = tree.names.at(-1) ?? ''
      if (end - start - 2 !== name.length || !text.startsWith(name, start + 2)) return undefined
      const isShort = start - at < SLICE_LENGTH
      const element = tree.close(unescapeText(isShort ? text.slice(at, start) : octets.toString('latin1', at, start)))
      if (tree.names.length === 0) return text.slice(end + 1).trim() === '' ? element : undefined
    } else {
      tree.open(text.slice(start + 1, end))
    }
    at = end + 1
  }
}

function unescapeText(text: string): string {
  if (!text.includes('&')) return text
  // The texts of TXT records begin and end with one.
  const unquoted = text.replace(/&quot;/g, '"')
  return unquoted.includes('&') ? unquoted.replace(/&(\w+);/g, (_, name: string) => ENTITIES[name] ?? '') : unquoted
}

/** Answers have about eight levels. Far deeper ones would exhaust the stack. */
const MOST_LEVELS = 100

/** Makes elements of tags in their order. Names of elements that are open stand in `names`. */
function growTree() {
  const [names, starts, closed]: [string[], number[], XmlElement[]] = [[], [], []]
  return {
    names,
    open(name: string) {
      if (names.length === MOST_LEVELS) throw new Error('it is nested too deeply')
      names.push(name)
      starts.push(closed.length)
    },
    /** @param text since the latest tag. */
    close(text: string): XmlElement {
      const children = closed.splice(starts.pop() ?? 0)
      const element = {name: names.pop() ?? '', children, text: children.length === 0 ? text : ''}
      closed.push(element)
      return element
    },
  }
}

function parse(text: string, version: '1.0' | '1.1'): XmlElement {
  const tree = growTree()
  const parser = new SaxesParser({position: false, defaultXMLVersion: version, forceXMLVersion: true})
  // No version has them as they are, and no harm is done by them.
  parser.on('error', (error) => {
    if (!error.message.includes('disallowed character')) throw error
  })
  let texts = ''
  const addText = (part: string) => {
    texts += part
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('opentagstart', ({name}) => {
    tree.open(name)
    texts = ''
  })
  let latest: XmlElement = {name: '', children: [], text: ''}
  parser.on('closetag', () => {
    latest = tree.close(texts)
  })
  parser.write(text).close()
  return latest
}

/** Undefined content is no element. */
export function element(name: string, content: Content): XmlElement | undefined {
  if (content === undefined) return undefined
  if (typeof content !== 'object') return {name, children: [], text: String(content)}
  return {name, children: content.filter((child) => child !== undefined), text: ''}
}

/** A document of the API. */
export function writeRequest(root: string, children: readonly (XmlElement | undefined)[]): string {
  const content = children.map((child) => (child === undefined ? '' : writeXml(child))).join('')
  return `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="https://route53.amazonaws.com/doc/2013-04-01/">${content}</${root}>`
}

function writeXml({name, children, text}: XmlElement): string {
  let content = escapeText(text)
  for (const child of children) content += writeXml(child)
  return `<${name}>${content}</${name}>`
}

/** A line break as it stands would arrive as another one. */
function escapeText(text: string): string {
  return text.replace(/[&<>\r\n\u0085\u2028]/g, (character) => `&#${character.charCodeAt(0)};`)
}

export function childOf({children}: XmlElement, name: string): XmlElement | undefined {
  return children.find((child) => child.name === name)
}

/** The text of a child; undefined without one. */
export function textOf(parent: XmlElement, name: string): string | undefined {
  return childOf(parent, name)?.text
}
