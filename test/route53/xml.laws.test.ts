import fc from 'fast-check'
import {SaxesParser} from 'saxes'
import {describe, expect, it} from 'vitest'
import {element, parseXml, writeRequest, type XmlElement} from '../../src/route53/xml.js'

const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>'

/** What the library reads, in the later version of XML where only that has a character; or that it reads nothing. */
function readByLibrary(text: string, version: '1.0' | '1.1' = '1.0'): XmlElement | 'not well-formed' {
  const root = {name: '', children: [] as XmlElement[], text: ''}
  const path = [root]
  const parser = new SaxesParser({position: false, defaultXMLVersion: version, forceXMLVersion: true})
  let texts = ''
  parser.on('error', (error) => {
    if (!error.message.includes('disallowed character')) throw error
  })
  parser.on('opentagstart', ({name}) => {
    const element = {name, children: [], text: ''}
    path.at(-1)?.children.push(element)
    path.push(element)
    texts = ''
  })
  for (const event of ['text', 'cdata'] as const) {
    parser.on(event, (part) => {
      texts += part
    })
  }
  parser.on('closetag', () => {
    const element = path.pop()
    if (element?.children.length === 0) element.text = texts
    texts = ''
  })
  try {
    parser.write(text).close()
    return root.children[0] ?? root
  } catch (error) {
    const isOfLater = version === '1.0' && String(error).includes('malformed character entity')
    return isOfLater ? readByLibrary(text, '1.1') : 'not well-formed'
  }
}

function readByUs(text: string): XmlElement | 'not well-formed' {
  try {
    return parseXml(text)
  } catch {
    return 'not well-formed'
  }
}

const name = fc.constantFrom('Name', 'Value', 'ResourceRecordSet', 'A', 'aWS', 'N1', 'x:y', 'N-a')
const CONTENTS =
  `a&quot;b|&amp;lt;|&lt;&gt;|&apos;|&#98;|&#x63;|&#1;|&unknown;|&amp|&|]]>|>|"a"|ü|\u2028|\u0007|😀|\ud83d|\t
  |\r\n|\r|\u0085|\u007f|<!-- a -->|<![CDATA[a<b&c]]>|<?a b?>|<Old/>|<Old />|<Old></Old >|<Old a="1"></Old>|<1></1>
  |<|</|<>|</>|</A>|</B>|<B>|<A><B></A></B>|${'a'.repeat(300)}|&quot;${'a'.repeat(20)}&quot;| |`.split('|')
const content = fc.oneof(
  {weight: 4, arbitrary: fc.stringMatching(/^[\n -%'-;=-~]{0,40}$/)},
  fc.constantFrom(...CONTENTS),
)
const {document} = fc.letrec<{readonly document: string}>((tie) => ({
  document: fc
    .tuple(
      name,
      fc.array(fc.oneof({maxDepth: 4, withCrossShrink: true}, content, tie('document')), {maxLength: 5}),
      fc.constantFrom('', '', '', '', ' a="1"', ' xmlns="https://route53.amazonaws.com/doc/2013-04-01/"'),
    )
    .map(([tag, parts, attributes]) => `<${tag}${attributes}>${parts.join('')}</${tag}>`),
}))
const head = fc.constantFrom('', PROLOG, `${PROLOG}\n`, '\ufeff', ' ', '<?xml version="1.1"?>', '<!DOCTYPE A>')
const tail = fc.constantFrom('', '', '\n', ' ', 'text', '<B/>', '</A>', '<!-- end -->')

describe('documents', () => {
  it.each(CONTENTS)('are read as the library reads them, with %j in them', (inner) => {
    for (const text of [`${PROLOG}<A>${inner}</A>`, `<A x="">${inner}</A>`, `<A><B>b</B>${inner}<B>b</B></A>`, inner]) {
      expect(readByUs(text)).toEqual(readByLibrary(text))
    }
  })

  it('law: are read as the library reads them', () => {
    fc.assert(
      fc.property(head, document, tail, (...parts) => {
        const text = parts.join('')
        expect(readByUs(text)).toEqual(readByLibrary(text))
      }),
      {numRuns: 1000},
    )
  })

  it('law: are read as the library reads them, or not, when cut or changed anywhere', () => {
    fc.assert(
      fc.property(document, fc.nat(), fc.nat({max: 3}), fc.constantFrom('', '<', '>', '/', '&', ' ', 'a'), (...all) => {
        const [whole, place, length, put] = all
        const at = place % whole.length
        const text = `${whole.slice(0, at)}${put}${whole.slice(at + length)}`
        expect(readByUs(text)).toEqual(readByLibrary(text))
      }),
      {numRuns: 1000},
    )
  })

  it.each(['', ' a="1"'])('are refused when they are nested deeper than any answer, with <A%s>', (attribute) => {
    const nested = (levels: number) => `<A${attribute}>${'<B>'.repeat(levels)}x${'</B>'.repeat(levels)}</A>`
    expect(parseXml(nested(30)).name).toBe('A')
    expect(() => parseXml(nested(20_000))).toThrow('it is nested too deeply')
  })

  it.each(['<A><B></B>', '<A><BA>', '<A>/<BA>', '<A></A>\u0085', '<?xml version="1.0"?>x<A></A>', '<A xmlns="&"></A>'])(
    'are refused as the library refuses them: %j',
    (text) => {
      expect([readByUs(text), readByLibrary(text)]).toEqual(['not well-formed', 'not well-formed'])
    },
  )

  it('are refused by the name of the element that has no end', () => {
    expect(() => parseXml('<A>')).toThrow('unclosed tag: A')
  })

  it('have any number of elements side by side', () => {
    expect(parseXml(`<A>${'<B>b</B>'.repeat(300)}</A>`).children).toHaveLength(300)
  })

  it('reads control characters, which comments may hold', () => {
    expect(parseXml('<Comment>a&#1;b</Comment>')).toEqual({name: 'Comment', text: 'a\u0001b', children: []})
  })
})

it('a request leaves out what has no content, and escapes what has a meaning in XML', () => {
  const members = [element('Marker', undefined), element('Comment', 'a<b & c\r\n'), element('List', [undefined])]
  expect(writeRequest('Request', members)).toBe(
    `${PROLOG}<Request xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Comment>a&#60;b &#38; c&#13;&#10;</Comment><List></List></Request>`,
  )
})
