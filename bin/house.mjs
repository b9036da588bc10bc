/**
 * Checks the conventions of the repository: `npm run house`. It reports files that no folder expects (rooms), words
 * that only this project would use (words), tests without their source (tests), references to pages that do not
 * exist here (pages), and commits whose subject is too long (commits). Each line says where, what is wrong and how to fix it. `--skip=RULE` skips a rule.
 * `--strings` lists what the program says instead, with file and line.
 */
import {spawnSync} from 'node:child_process'
import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {checkCommits} from './house/check-commits.mjs'
import {checkPages} from './house/check-pages.mjs'
import {checkRooms} from './house/check-rooms.mjs'
import {checkTests} from './house/check-tests.mjs'
import {checkWords, publishedNames} from './house/check-words.mjs'
import {listStrings} from './house/list-strings.mjs'
import {ROOMS, TEST_ROOMS} from './house/rooms.mjs'
import {TOPICS} from './house/topics.mjs'
import {WHOLE_NAMES, WORDS} from './house/words.mjs'

/** Earlier commits are as they are. */
const FIRST_CHECKED_AFTER = 'f96b86331cbc36ee6071c37819ba24abef8fb055'
const FOLDERS = ['src', 'test', 'bin', 'bench', 'docs', 'deploy', '.ci', '.github']
const root = fileURLToPath(new URL('..', import.meta.url))

const read = (path) => readFileSync(join(root, path), 'utf8')
const paths = listFiles()
const code = paths.filter((path) => /^(src|test)\//.test(path))

const RULES = {
  rooms: () => checkRooms(code, ROOMS, TEST_ROOMS),
  words: () => checkWords(code, read, {words: WORDS, wholeNames: WHOLE_NAMES, published: publishedNames(schemas())}),
  tests: () => checkTests(code, TOPICS),
  pages: () => checkPages(paths, read),
  commits: () => checkCommits(recentCommits()),
}

const options = process.argv.slice(2)
if (options.includes('--strings')) {
  for (const line of listStrings(
    code.filter((path) => /^src\/.*\.ts$/.test(path)),
    read,
  ))
    console.log(line)
  process.exit()
}
const skipped = options.map((option) => /^--skip=(.+)$/.exec(option)?.[1])
const unknown = options.filter((_option, index) => !Object.hasOwn(RULES, skipped[index] ?? ''))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. Rules to skip: ${Object.keys(RULES).join(', ')}`)
  process.exit(1)
}

const counts = []
for (const [name, findAll] of Object.entries(RULES)) {
  if (skipped.includes(name)) continue
  const findings = findAll()
  counts.push([name, findings.length])
  for (const finding of findings) console.log(finding)
}
console.log(`House: ${counts.map(([name, count]) => `${count} ${name}`).join(', ')}.`)
process.exitCode = counts.some(([, count]) => count > 0) ? 1 : 0

/** All files as relative paths with `/`, sorted, so that the findings are the same on every machine. */
function listFiles() {
  const inFolders = FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), {recursive: true, withFileTypes: true})
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/')),
  )
  const atTop = readdirSync(root, {withFileTypes: true}).filter((entry) => entry.isFile())
  return [...inFolders, ...atTop.map(({name}) => name)].sort()
}

/** Nothing where git or the older history is missing: in a package, in a shallow clone. */
function recentCommits() {
  const git = (...args) => spawnSync('git', args, {cwd: root, encoding: 'utf8'})
  if (git('merge-base', '--is-ancestor', FIRST_CHECKED_AFTER, 'HEAD').status !== 0) return ''
  return git('log', '--format=%h %s', `${FIRST_CHECKED_AFTER}..HEAD`).stdout
}

function schemas() {
  return readdirSync(join(root, 'schema')).map((name) => JSON.parse(read(`schema/${name}`)))
}
