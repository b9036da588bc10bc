import {createRequire} from 'node:module'

/**
 * Words that only this project would use, in identifiers and file names. A phrase of several words counts where they follow
 * one another: `own name` is in `ownNameTypes`, `OWN_NAME` and `own-name.ts`. So does its plural.
 *
 * @param {readonly string[]} paths of `src` and `test`
 * @param {(path: string) => string} read
 * @param {{
 *   words: Readonly<Record<string, string>>,
 *   wholeNames: Readonly<Record<string, string>>,
 *   published: ReadonlySet<string>,
 * }} rules `published`: members that users know from our JSON keep their name
 * @returns {string[]}
 */
export function checkWords(paths, read, {words, wholeNames, published}) {
  const phrases = Object.entries(words).map(([phrase, better]) => ({
    phrase,
    better,
    form: new RegExp(` ${phrase}(e?s)? `),
  }))
  const mayHold = anyOf([...Object.keys(words), ...Object.keys(wholeNames)])
  const known = new Map()
  const wordsIn = (name) => {
    if (!known.has(name)) known.set(name, findWords(name, phrases, wholeNames))
    return known.get(name)
  }
  return paths
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => [
      ...namesOfPath(path).flatMap((name) =>
        wordsIn(name).map(([word, better]) => `${path}: the path says ${word} → ${better}`),
      ),
      ...checkText(path, read(path), {wordsIn, published, mayHold}),
    ])
}

/**
 * @param {readonly unknown[]} schemas JSON Schemas
 * @returns {Set<string>}
 */
export function publishedNames(schemas) {
  const names = new Set()
  const visit = (value) => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'properties' || key === '$defs') for (const name of Object.keys(inner)) names.add(name)
      visit(inner)
    }
  }
  for (const schema of schemas) visit(schema)
  return names
}

function checkText(path, text, {wordsIn, published, mayHold}) {
  // Parsing takes time, and most files contain none of the words.
  if (!mayHold.test(text)) return []
  const ts = createRequire(import.meta.url)('typescript')
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext)
  const found = new Map()
  const visit = (node, parent) => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      if (!(published.has(node.text) && isMember(ts, node, parent))) {
        const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
        for (const [word, better] of wordsIn(node.text)) found.set(`${line} ${word}`, [line, word, node.text, better])
      }
    }
    ts.forEachChild(node, (child) => visit(child, node))
  }
  visit(file, file)
  return [...found.values()].map(([line, word, name, better]) => {
    const where = name === word ? word : `${word} (in ${name})`
    return `${path}:${line}: ${where} → ${better}`
  })
}

/** True when a name is that of a member: declared, set or read. A variable of the same name does not count. */
function isMember(ts, node, parent) {
  return (
    ((ts.isPropertySignature(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyAccessExpression(parent)) &&
      parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  )
}

function findWords(name, phrases, wholeNames) {
  const whole = Object.hasOwn(wholeNames, name) ? [[name, wholeNames[name]]] : []
  const split = ` ${splitName(name).join(' ')} `
  return [...whole, ...phrases.filter(({form}) => form.test(split)).map(({phrase, better}) => [phrase, better])]
}

/** Splits a name such as `toGuardedHosts`, `GUARD_FLAGS` or `own-name` into words in lower case. */
function splitName(name) {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '')
}

/** The words of the file name and of its folder: `left-out` of `test/plan/left-out.test.ts`. */
function namesOfPath(path) {
  return path.replace(/\.ts$/, '').split(/[/.]/)
}

function anyOf(phrases) {
  return new RegExp(phrases.map((phrase) => phrase.replaceAll(' ', '[ _-]?')).join('|'), 'i')
}
