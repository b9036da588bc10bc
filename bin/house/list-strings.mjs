import ts from 'typescript'

/** Two words with a blank between them, or one beside a value: keys, paths and bare names are not read. */
const WORDS = /[a-z]{2,}[,;:.)"]? [("]?[a-z]|[a-z]{3,}:? "?\$\{|\}"?[,;:)]? [a-z]{2,}/i

/** What the program says, as `file:line text`: string and template literals of more than a word, to be read as a user would. */
export function listStrings(paths, read) {
  return paths.flatMap((path) => {
    const file = ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true)
    const found = []
    const visit = (node) => {
      if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return
      const text = textOf(node, file)
      if (text !== undefined && WORDS.test(text)) {
        const {line} = file.getLineAndCharacterOfPosition(node.getStart(file))
        found.push(`${path}:${line + 1} ${text.replaceAll('\n', '\\n')}`)
      }
      ts.forEachChild(node, visit)
    }
    visit(file)
    return found
  })
}

function textOf(node, file) {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text
  if (!ts.isTemplateExpression(node)) return undefined
  const spans = node.templateSpans.map(({expression, literal}) => `\${${expression.getText(file)}}${literal.text}`)
  return node.head.text + spans.join('')
}
