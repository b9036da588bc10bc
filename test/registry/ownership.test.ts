import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {
  formatOwnership,
  formerSetLabels,
  formerSets,
  joinStrings,
  labelledType,
  parseOwnership,
  reservedLabel,
  saysItself,
  toOwnerId,
  typedLabels,
  untypedLabels,
  untypedTypes,
} from '../../src/registry/ownership.js'

const owner = toOwnerId('team-red')

describe('an ownership text', () => {
  it('is written with its keys in byte order, in quotes', () => {
    expect(formatOwnership({owner, resource: 'service/shop/cart', labels: {}})).toBe(
      '"heritage=external-dns,external-dns/owner=team-red,external-dns/resource=service/shop/cart"',
    )
    expect(formatOwnership({owner, resource: 'service/shop/cart', labels: {zeta: '1', alpha: '2', Beta: '3'}})).toBe(
      '"heritage=external-dns,external-dns/Beta=3,external-dns/alpha=2,external-dns/owner=team-red,external-dns/resource=service/shop/cart,external-dns/zeta=1"',
    )
  })

  it('leaves the resource out when there is none', () => {
    expect(formatOwnership({owner, resource: '', labels: {}})).toBe(
      '"heritage=external-dns,external-dns/owner=team-red"',
    )
  })

  it('never lets a label of an object stand in for the owner', () => {
    const text = formatOwnership({owner, resource: 'service/shop/cart', labels: {owner: 'blue', resource: 'x/y/z'}})
    expect(parseOwnership(text)).toEqual({owner, resource: 'service/shop/cart', labels: {}})
  })

  it('keeps a label whose name means something to JavaScript', () => {
    const text =
      '"heritage=external-dns,external-dns/__proto__=x,external-dns/constructor=y,external-dns/owner=team-red"'
    const read = parseOwnership(text)
    expect(Object.entries(read?.labels ?? {})).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
    expect(read && formatOwnership(read)).toBe(text)
  })

  it('is cut into strings of at most 255 octets, and the owner stays whole', () => {
    const resource = `ingress/shop/${'x'.repeat(400)}`
    const text = formatOwnership({owner, resource, labels: {}})
    const strings = [...text.matchAll(/"([^"]*)"/g)].map(([, inner]) => inner ?? '')
    expect(strings.map((string) => Buffer.byteLength(string))).toEqual([255, expect.any(Number)])
    expect(strings[0]).toContain('external-dns/owner=team-red,')
    expect(parseOwnership(text)).toEqual({owner, resource, labels: {}})
  })

  it('is cut between characters, not inside one', () => {
    const resource = `${'ä'.repeat(300)}`
    const text = formatOwnership({owner, resource, labels: {}})
    for (const [, inner = ''] of text.matchAll(/"([^"]*)"/g)) expect(Buffer.byteLength(inner)).toBeLessThanOrEqual(255)
    expect(parseOwnership(text)?.resource).toBe(resource)
  })

  it.each([
    ['no quotes', 'heritage=external-dns,external-dns/owner=red', 'red', ''],
    ['several quotes', '""heritage=external-dns,external-dns/owner=red""', 'red', ''],
    ['a value with an equals sign', '"heritage=external-dns,external-dns/owner=a=b"', 'a=b', ''],
    ['a token without one', '"heritage=external-dns,oops,external-dns/owner=red"', 'red', ''],
    ['a token that begins like a key', '"heritage=external-dns,heritages,external-dns/owner=red"', 'red', ''],
    ['heritage in the middle', '"external-dns/owner=red,heritage=external-dns"', 'red', ''],
    ['an owner twice: the last', '"heritage=external-dns,external-dns/owner=a,external-dns/owner=b"', 'b', ''],
    ['no owner', '"heritage=external-dns,external-dns/resource=service/a/b"', '', 'service/a/b'],
    ['an empty owner', '"heritage=external-dns,external-dns/owner="', '', ''],
    ['a quote inside', '"heritage=external-dns,external-dns/owner=a\\"b"', 'a\\"b', ''],
    ['two strings', '"heritage=external-dns,external-dns/ow" "ner=red"', 'red', ''],
    ['a quote at its end only', 'heritage=external-dns,external-dns/owner=red"', 'red', ''],
    ['a quote at its start only', '"heritage=external-dns,external-dns/owner=red', 'red', ''],
    ['two strings with a tab and a blank', '"heritage=external-dns,"\t "external-dns/owner=red"', 'red', ''],
    ['two strings with a tab', '"heritage=external-dns,"\t"external-dns/owner=red"', 'red', ''],
  ])('is read with %s', (_title, value, expectedOwner, resource) => {
    expect(parseOwnership(value)).toEqual({owner: expectedOwner, resource, labels: {}})
  })

  it('keeps labels that it does not know', () => {
    expect(parseOwnership('"heritage=external-dns,external-dns/owner=red,external-dns/x/y=1,other=2"')?.labels).toEqual(
      {
        'x/y': '1',
      },
    )
  })

  it.each([
    ['an SPF text', '"v=spf1 -all"'],
    ['nothing', ''],
    ['no heritage', '"external-dns/owner=red"'],
    ['the heritage of another program', '"heritage=other,external-dns/owner=red"'],
    ['a wrong heritage after the right one', '"heritage=external-dns,heritage=other,external-dns/owner=red"'],
    ['a damaged heritage', '"heritage external-dns,external-dns/owner=red"'],
    ['upper case', '"Heritage=external-dns,external-dns/owner=red"'],
  ])('is not %s', (_title, value) => {
    expect(parseOwnership(value)).toBeUndefined()
  })

  it('law: parse(format(x)) = x', () => {
    const text = fc.stringMatching(/^[A-Za-z0-9._/:-]{1,40}$/)
    const key = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/).filter((each) => each !== 'owner' && each !== 'resource')
    fc.assert(
      fc.property(text, fc.option(text, {nil: ''}), fc.dictionary(key, text, {maxKeys: 12}), (id, resource, labels) => {
        const ownership = {owner: toOwnerId(id), resource, labels: {...labels}}
        expect(parseOwnership(formatOwnership(ownership))).toEqual(ownership)
      }),
    )
  })
})

describe('the strings of a value', () => {
  it.each([
    ['"a"', 'a'],
    ['"a', 'a'],
    ['a"', 'a'],
    ['""', ''],
    ['"a" \t "b"', 'ab'],
    [' "a" ', 'a'],
  ])('%j are %j without their quotes', (value, text) => {
    expect(joinStrings(value)).toBe(text)
  })
})

describe('a text that reads back as it was written', () => {
  const text = {owner, resource: 'service/shop/cart', labels: {}}

  it.each([
    ['is any of letters, digits and . / : _ -', {resource: 'crd/shop_1/my.name:x-y'}],
    ['may have blanks and other letters', {resource: 'service/shop/grün und blau'}],
    ['may have labels', {labels: {alpha: '1', beta: 'x=y'}}],
    ['may have labels that the owner and the object stand over', {labels: {owner: 'blue', resource: 'x'}}],
  ])('%s', (_which, parts) => {
    expect(saysItself({...text, ...parts})).toBe(true)
  })

  it.each([
    ['only a comma as its owner', {owner: toOwnerId(','), resource: ''}],
    ['a comma in its owner', {owner: toOwnerId('team,red')}],
    ['a comma in its object', {resource: 'service/shop/cart,external-dns/owner=blue'}],
    ['another heritage in its object', {resource: 'service/shop/cart,heritage=other'}],
    ['a comma in a label that adds one', {labels: {alpha: '1,external-dns/beta=2'}}],
    ['a comma in the name of a label', {labels: {'a,b': '1'}}],
    ['= in the name of a label', {labels: {'a=b': '1'}}],
    ['a quote at its end', {resource: 'service/shop/cart"'}],
  ])('does not have %s', (_which, parts) => {
    expect(saysItself({...text, ...parts})).toBe(false)
  })
})

describe('the label that repeats a type', () => {
  it('is read as it was written', () => {
    expect(typedLabels('CAA')).toEqual({txt: 'typed+caa'})
    expect(labelledType({labels: typedLabels('CAA')})).toBe('CAA')
  })

  it.each([[{}], [{txt: 'own-name+a'}], [{txt: 'typed'}]])('is not meant by the labels %o', (labels) => {
    expect(labelledType({labels})).toBeUndefined()
  })

  it('may be set by no object, nor may the one of former sets', () => {
    expect(reservedLabel({labels: {team: 'web', ...typedLabels('CAA')}})).toBe('txt')
    expect(reservedLabel({labels: formerSetLabels(['blue'])})).toBe('former-sets')
    expect(reservedLabel({labels: {team: 'web'}})).toBeUndefined()
  })
})

describe('the TXT at a host’s own name', () => {
  it('lists the types that it covers', () => {
    expect(untypedLabels(['A', 'AAAA'])).toEqual({txt: 'own-name+a+aaaa'})
    expect(untypedTypes({labels: {txt: 'own-name+a+aaaa'}})).toEqual(['A', 'AAAA'])
  })

  it.each([[{}], [{txt: 'other'}], [{txt: 'own-name'}], [typedLabels('CAA')]])(
    'is not meant by the labels %o',
    (labels) => {
      expect(untypedTypes({labels})).toBeUndefined()
    },
  )
})

describe('the label of a TXT that replaces others', () => {
  it.each([[['']], [['blue']], [['', 'blue']], [['a, b=c"+d%', 'grün', '\\052']]])('says %j', (ids) => {
    const text = formatOwnership({owner: toOwnerId('red'), resource: 'service/shop/web', labels: formerSetLabels(ids)})
    const read = parseOwnership(text)
    expect([read?.owner, read?.resource, read && formerSets(read)]).toEqual(['red', 'service/shop/web', ids])
  })

  it('is absent without former sets, and reads as none when absent', () => {
    expect(formerSetLabels([])).toEqual({})
    expect(formerSets({labels: {}})).toEqual([])
    expect(formerSets({labels: {'former-sets': '%zz'}})).toEqual(['%zz'])
  })
})
