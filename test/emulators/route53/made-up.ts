/**
 * An element of an answer that the API may get one day: any XML, appended to the children of the element at `into`.
 * That path is relative to the record set, the zone or the root of the answer, such as `AliasTarget` or
 * `ResourceRecords/ResourceRecord`; without it the XML comes directly inside.
 */
export type MadeUpElement = {readonly into?: string; readonly xml: string}

const TAG = /<(\/?)([A-Za-z]\w*)[^<>]*?(\/?)>/g

/**
 * The XML with each element in every place that its path fits. `root` is the element around the whole, if the XML has
 * one.
 *
 * @throws Error when a path fits nowhere and `isOptional` is not set.
 */
export function insertElements(
  xml: string,
  elements: readonly MadeUpElement[],
  {root, isOptional = false}: {readonly root?: string; readonly isOptional?: boolean} = {},
): string {
  return elements.reduce((before, {into, xml: added}) => {
    const path = [...(root === undefined ? [] : [root]), ...(into === undefined ? [] : into.split('/'))].join('/')
    const after = path === '' ? before + added : insertAt(before, path, added)
    if (after === before && !isOptional) throw new Error(`no element ${path} to put ${added} into`)
    return after
  }, xml)
}

function insertAt(xml: string, path: string, added: string): string {
  const open: string[] = []
  return xml.replace(TAG, (tag, closing: string, name: string, selfClosing: string) => {
    if (selfClosing === '/') return tag
    if (closing === '') {
      open.push(name)
      return tag
    }
    const isHere = open.join('/') === path
    open.pop()
    return isHere ? `${added}${tag}` : tag
  })
}

/** The whole answer with made-up elements, paths counting from its root. */
export function insertIntoAnswer(answer: string, elements: readonly MadeUpElement[]): string {
  const root = /<([A-Za-z]\w*)/.exec(answer)?.[1]
  return root === undefined ? answer : insertElements(answer, elements, {root, isOptional: true})
}
