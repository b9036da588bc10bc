// Shows help that the build has rendered, without loading the program. CommonJS, as `run.js`.
const {readFileSync} = require('node:fs')
const {join} = require('node:path')
const {stripVTControlCharacters} = require('node:util')

module.exports = {findHelp, readHelp}

const FOLDER = join(__dirname, '..', 'dist')
const WIDTHS = [120, 80, 60]
/** The width for a pipe, most often one to a pager. */
const PIPE_COLUMNS = 80

/** The text to print; undefined when help is not asked for, or of a command that there is not. */
function readHelp(argv, environment, stream) {
  const {COLUMNS, NO_COLOR = '', FORCE_COLOR = '', CLICOLOR_FORCE = '0', TERM} = environment
  const columns = (stream.isTTY ? stream.columns : Number(COLUMNS)) || PIPE_COLUMNS
  const width = WIDTHS.find((one) => one <= columns) ?? WIDTHS.at(-1)
  const text = findHelp(argv, JSON.parse(readFileSync(join(FOLDER, `help-${width}.json`), 'utf8')))
  const isForced = FORCE_COLOR === '' ? CLICOLOR_FORCE !== '0' : !/^(0|false)$/.test(FORCE_COLOR)
  const isColoured = FORCE_COLOR !== '' || isForced ? isForced : stream.isTTY && TERM !== 'dumb'
  const isBold = argv.includes('--color') || (isColoured && NO_COLOR === '' && !argv.includes('--no-color'))
  return isBold ? text : text && stripVTControlCharacters(text)
}

/**
 * Help is asked for by `-h` or `--help` anywhere before `--`, by `help plan` or `plan help`, or by nothing at all. Where a
 * command takes arguments, `help` may be a host or a file.
 */
function findHelp(argv, pages) {
  const tokens = beforeEnd(argv)
  const firstFlag = tokens.findIndex((token) => /^[-@]/.test(token))
  const typed = firstFlag === -1 ? tokens : tokens.slice(0, firstFlag)
  const isFirst = typed[0] === 'help'
  const named = isFirst ? typed.slice(1) : typed
  const name = [named.slice(0, 2).join(' '), named[0] ?? ''].find((one) => Object.hasOwn(pages, one))
  const isTopic = Object.keys(pages).some((one) => one.startsWith(`${name} `))
  const next = named[name === '' || name === undefined ? 0 : name.split(' ').length]
  const page = name === undefined ? undefined : pages[name]
  const isLast = name !== '' && next === 'help' && page?.takesArguments === false
  // A word that is no command below this one is for the program to report.
  if (page === undefined || (isTopic && next !== undefined && !isLast)) return undefined
  if (isFirst || isLast || tokens.includes('--help')) return page.full
  return argv.length === 0 || tokens.includes('-h') ? page.short : undefined
}

function beforeEnd(argv) {
  const end = argv.indexOf('--')
  return end === -1 ? argv : argv.slice(0, end)
}
