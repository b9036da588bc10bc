const DATA = 'bin/house/topics.mjs'
const TEST = /^test\/(?:(.+)\/)?([^/]+)\.test\.ts$/

/**
 * Every test must correspond to a source: `test/plan/plan.laws.test.ts` to `src/plan/plan.ts`,
 * `test/commands/owners.test.ts` to the folder `src/commands/owners`, a test of a test tool to the file next to it.
 * Other tests need a row in `topics`.
 *
 * @param {readonly string[]} paths of `src` and `test`
 * @param {Readonly<Record<string, {readonly why: string, readonly names: readonly string[]}>>} topics
 * @returns {string[]}
 */
export function checkTests(paths, topics) {
  const files = new Set(paths)
  const folders = new Set(paths.flatMap(foldersAbove))
  const seen = new Set()
  const lost = []
  for (const path of paths) {
    const match = TEST.exec(path)
    if (match === null) continue
    const [, folder = '.', title] = match
    const [name] = title.split('.')
    seen.add(`${folder} ${name}`)
    const source = `src/${folder}/${name}`
    if (files.has(`${source}.ts`) || folders.has(source) || files.has(`test/${folder}/${name}.ts`)) continue
    if (topics[folder]?.names.includes(name)) continue
    lost.push(
      `${path}: there is no ${source}.ts → name it after its source, or list '${name}' for '${folder}' in ${DATA}`,
    )
  }
  const stale = Object.entries(topics).flatMap(([folder, {names}]) =>
    names
      .filter((name) => !seen.has(`${folder} ${name}`))
      .map((name) => `${DATA}: there is no test/${folder}/${name}.test.ts → take '${name}' out of '${folder}'`),
  )
  return [...lost, ...stale]
}

function foldersAbove(path) {
  const names = path.split('/').slice(0, -1)
  return names.map((_name, index) => names.slice(0, index + 1).join('/'))
}
