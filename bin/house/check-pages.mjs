/** Files for readers. Recorded answers and golden files are data. */
const TEXT = /\.(ts|js|mjs|cjs|md|ya?ml|sh)$|^\.ci\/run$/
/** The examples of this rule and its tests. */
const OWN = /^(bin|test)\/house\//
const LAWS = /\blaws\.md\b/

const SAY_IT = 'say the fact itself, or link the page of docs/ that has it'
/** Sections of a standard, which are public. */
const STANDARD = /\b(?:RFC \d+|XML [\d.]+),? §[\w.]+(?:(?:,| and| to| or) §[\w.]+)*/g

const IS_AWAY = 'is not a page of this repository'

const FORMS = [
  [/\b(?:design|style|stack|redesign)(?:\.md\b|,? §)/i, IS_AWAY, SAY_IT],
  [/\bspec(?:ification)?[ /](?:[\w-]+\.md\b|§)/i, IS_AWAY, SAY_IT],
  [/\b[\w-]+\.md,? §|§/, IS_AWAY, SAY_IT],
  [/\.\.\/shared\b/, IS_AWAY, SAY_IT],
  [/\bissues? #?\d+\b/i, IS_AWAY, 'say what it was about; a number means nothing to who cannot open it'],
]
const LAW = [/\blaws? [1-6]\b/i, 'is a number without its page', 'name or link docs/laws.md in this file']

/**
 * Finds references to pages that readers of the repository do not have, at most one per line.
 *
 * @param {readonly string[]} paths
 * @param {(path: string) => string} read
 * @returns {string[]}
 */
export function checkPages(paths, read) {
  return paths.filter((path) => TEXT.test(path) && !OWN.test(path)).flatMap((path) => checkPage(path, read(path)))
}

function checkPage(path, text) {
  const forms = LAWS.test(text) || LAWS.test(path) ? FORMS : [...FORMS, LAW]
  if (!forms.some(([form]) => form.test(text))) return []
  return text.split('\n').flatMap((line, index) => {
    const checked = line.replaceAll(STANDARD, '')
    for (const [form, fault, mend] of forms) {
      const match = form.exec(checked)
      if (match !== null) return [`${path}:${index + 1}: "${match[0]}" ${fault} → ${mend}`]
    }
    return []
  })
}
