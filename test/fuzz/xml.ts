import {SaxesParser} from 'saxes'
import type {Json} from './broken-json.js'

/** An element as JSON, so that it can be broken like JSON: `["Name", "a.shop.io."]`, or a list of elements as content. */
export function elementOf(name: string, content: Json): Json {
  return [name, content]
}

/** Writes whatever has become of an element, however deep. */
export function writeXml(value: Json): string {
  const parts: string[] = []
  const pending: (string | {readonly value: Json})[] = [{value}]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') parts.push(next)
    else if (typeof next.value === 'object') pending.push(...contentOf(next.value).reverse())
    else parts.push(String(next.value).replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`))
  }
  return parts.join('')
}

function contentOf(value: Exclude<Json, string | number | boolean>): (string | {readonly value: Json})[] {
  if (value === null) return []
  const wrapped = (name: string, content: readonly Json[]) => [
    `<${name}>`,
    ...content.map((one) => ({value: one})),
    `</${name}>`,
  ]
  if (!Array.isArray(value)) return Object.entries(value).flatMap(([name, content]) => wrapped(name, [content]))
  const [name, ...content] = value
  return typeof name === 'string' && content.length > 0 ? wrapped(name, content) : value.map((one) => ({value: one}))
}

export interface Xml {
  readonly name: string
  readonly children: Xml[]
  text: string
}

/** Reads without any code of the program; undefined where the text is not well-formed. */
export function readXml(text: string, version: '1.0' | '1.1' = '1.0'): Xml | undefined {
  const root: Xml = {name: '', children: [], text: ''}
  const path = [root]
  const parser = new SaxesParser({position: false, defaultXMLVersion: version, forceXMLVersion: true})
  parser.on('error', (error) => {
    if (!error.message.includes('disallowed character')) throw error
  })
  parser.on('opentagstart', ({name}) => {
    const element = {name, children: [], text: ''}
    path.at(-1)?.children.push(element)
    path.push(element)
  })
  for (const event of ['text', 'cdata'] as const) {
    parser.on(event, (part) => {
      const element = path.at(-1)
      if (element !== undefined) element.text += part
    })
  }
  parser.on('closetag', () => {
    path.pop()
  })
  try {
    parser.write(text).close()
    return root.children[0]
  } catch {
    return version === '1.0' ? readXml(text, '1.1') : undefined
  }
}

/** The texts of the children of a name. */
export function textsOf(element: Xml | undefined, name: string): readonly string[] {
  return (element?.children ?? []).filter((child) => child.name === name).map(({text}) => text)
}

export function childrenOf(element: Xml | undefined, name: string): readonly Xml[] {
  return (element?.children ?? []).filter((child) => child.name === name)
}
