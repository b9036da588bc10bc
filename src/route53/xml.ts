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
  try {
    return parse(text, '1.0')
  } catch (error) {
    // A comment that somebody wrote may hold a control character, which only the later version has: `&#x1;`.
    if (error instanceof Error && error.message.includes('malformed character entity')) return parse(text, '1.1')
    throw error
  }
}

function parse(text: string, version: '1.0' | '1.1'): XmlElement {
  const root = open('')
  const path = [root]
  const parser = new SaxesParser({position: false, defaultXMLVersion: version, forceXMLVersion: true})
  // No version has them as they are, and no harm is done by them.
  parser.on('error', (error) => {
    if (!error.message.includes('disallowed character')) throw error
  })
  let texts = ''
  parser.on('opentagstart', ({name}) => {
    const element = open(name)
    path.at(-1)?.children.push(element)
    path.push(element)
    texts = ''
  })
  parser.on('text', (part) => {
    texts += part
  })
  parser.on('cdata', (part) => {
    texts += part
  })
  parser.on('closetag', () => {
    const element = path.pop()
    if (element !== undefined && element.children.length === 0) element.text = texts
    texts = ''
  })
  parser.write(text).close()
  return root.children[0] ?? root
}

function open(name: string) {
  return {name, children: [] as XmlElement[], text: ''}
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
  const content = children.length === 0 ? escapeText(text) : children.map(writeXml).join('')
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
