import {describe, expect, it} from 'vitest'
import {
  annotationOf,
  parseTtl,
  readAnnotations,
  toHostList,
  toProperties,
  toTargetList,
} from '../../../src/sources/object/annotations.js'
import {parseAnnotationSelector} from '../../../src/sources/object/selector.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {balanced, desiredOf, OLD_PREFIX, PREFIX, service, show, showPending, template} from '../builders.js'

const BOTH = [PREFIX, OLD_PREFIX]

describe('a host list', () => {
  it.each([
    ['a.example.org', ['a.example.org']],
    ['a.example.org, b.example.org', ['a.example.org', 'b.example.org']],
    [' a . example.org ', ['a.example.org']],
    ['\ta.example.org\n', ['a.example.org']],
    ['', ['']],
    ['a,,b,', ['a', 'b']],
    [', ,\t,\n', ['']],
    ['\t,a,\u00a0', ['a']],
    ['a,b,a', ['a', 'b']],
  ])('"%s" is %j', (text, expected) => {
    expect(toHostList(text)).toEqual(expected)
  })
})

it('a list of nothing but commas is one empty host, whatever its length', () => {
  expect(toHostList(','.repeat(262_000))).toEqual([''])
  expect(toHostList('a,'.repeat(131_000))).toEqual(['a'])
})

describe('a target list', () => {
  it.each([
    ['lb.example.net.', ['lb.example.net']],
    ['192.0.2.1, 2001:db8::1', ['192.0.2.1', '2001:db8::1']],
    ['lb.example.net..', ['lb.example.net.']],
    [',a, ,', ['a']],
    [' ', []],
    ['a,a.,b,a', ['a', 'b']],
  ])('"%s" is %j', (text, expected) => {
    expect(toTargetList(text)).toEqual(expected)
  })
})

describe('a TTL', () => {
  it.each([
    ['60', 60],
    ['+60', 60],
    ['0060', 60],
    ['2m', 120],
    ['1h30m', 5400],
    ['1.9s', 1],
    ['2147483647', 2147483647],
    ['2147483647s', 2147483647],
  ])('%s is %d seconds', (text, seconds) => {
    expect(parseTtl(text)).toEqual({ok: true, value: seconds})
  })

  it.each(['', '0', '0s', '500ms', '1d', ' 60', '60 ', '-5', '-5s', '1e3', '0x10', '2147483648', '596524h', 'x'])(
    '"%s" is none',
    (text) => {
      expect(parseTtl(text).ok).toBe(false)
    },
  )

  it('is ignored when invalid, with a warning that names the object', () => {
    const found = desiredOf([balanced([{ip: '192.0.2.1'}], {annotations: {hostname: 'a.example.org', ttl: '1d'}})])
    expect(show(found.endpoints)).toEqual(['a.example.org A 0 192.0.2.1 (service/shop/web)'])
    expect(found.problems).toEqual([])
    expect(found.warnings).toEqual([
      {
        origin: {kind: 'Service', namespace: 'shop', name: 'web', field: 'annotation ttl'},
        warning: 'the TTL "1d" is ignored: it is neither seconds nor a duration such as 10m',
      },
    ])
  })
})

describe('an annotation of an unknown key', () => {
  const oddities = (annotations: Readonly<Record<string, string>>, prefixes: readonly string[] = BOTH, filter = '') => {
    const selector = parseAnnotationSelector(filter)
    if (!selector.ok) throw new Error(selector.problem)
    return readAnnotations(service({annotations}), prefixes, selector.value).oddities
  }

  it.each([
    [`${OLD_PREFIX}hostnam`, '; did you mean hostname?'],
    [`${PREFIX}Hostname`, '; did you mean hostname?'],
    [`${PREFIX}set-identifer`, '; did you mean set-identifier?'],
    [`${PREFIX}hosts`, ''],
    [PREFIX, ''],
  ])('is told: %s', (key, hint) => {
    expect(oddities({[key]: 'a.example.org'})).toEqual([`${key} is unknown and has no effect${hint}`])
  })

  it.each([
    'hostname',
    'access',
    'aws-weight',
    'aws-anything',
    'cloudflare-proxied',
    'scw-x',
    'webhook-x',
    'azure-tags',
  ])('is not said of %s', (name) => {
    expect(oddities({[`${PREFIX}${name}`]: 'x', 'example.org/hostnam': 'x'})).toEqual([])
  })

  it('is told under a prefix of one’s own where it looks mistyped, since others may use that prefix too', () => {
    expect(oddities({'our.example/hostnam': 'x', 'our.example/team': 'shop'}, ['our.example/'])).toEqual([
      'our.example/hostnam is unknown and has no effect; did you mean hostname?',
    ])
  })

  it('is not said of a key of --annotation-filter', () => {
    expect(oddities({[`${PREFIX}public`]: 'yes'}, BOTH, `${PREFIX}public=yes`)).toEqual([])
  })

  it('is a warning of the object, also of one that asks for nothing', () => {
    const found = desiredOf([balanced([{ip: '192.0.2.1'}], {annotations: {[`${PREFIX}hostnam`]: 'web.example.org'}})])
    expect(found.endpoints).toEqual([])
    expect(found.warnings).toMatchObject([{origin: {kind: 'Service', namespace: 'shop', name: 'web'}}])
  })
})

describe('annotations under two prefixes', () => {
  it('are read together, the new prefix first', () => {
    const read = readAnnotations(
      service({
        annotations: {[`${OLD_PREFIX}hostname`]: 'old', [`${PREFIX}hostname`]: 'new', [`${OLD_PREFIX}ttl`]: '60'},
      }),
      BOTH,
    )
    expect(annotationOf(read, 'hostname')).toBe('new')
    expect(annotationOf(read, 'ttl')).toBe('60')
    expect(annotationOf(read, 'target')).toBeUndefined()
    expect(read.oddities).toEqual([
      'external-dns.alpha.kubernetes.io/hostname=old is not used: external-dns.kubernetes.io/hostname=new wins over it',
    ])
  })

  it('do not conflict when they agree', () => {
    const read = readAnnotations(
      service({annotations: {[`${OLD_PREFIX}hostname`]: 'a', [`${PREFIX}hostname`]: 'a'}}),
      BOTH,
    )
    expect(read.oddities).toEqual([])
  })

  it('that differ are a warning and not a problem', () => {
    const annotations = {[`${OLD_PREFIX}hostname`]: 'old.example.org', [`${PREFIX}hostname`]: 'new.example.org'}
    const found = desiredOf([balanced([{ip: '192.0.2.1'}], {annotations})])
    expect(show(found.endpoints)).toEqual(['new.example.org A 0 192.0.2.1 (service/shop/web)'])
    expect(found.warnings.map(({warning}) => warning)).toHaveLength(1)
  })

  it('are ignored when the prefix is not among those asked for', () => {
    const web = balanced([{ip: '192.0.2.1'}], {annotations: {[`${OLD_PREFIX}hostname`]: 'a.example.org'}})
    expect(desiredOf([web], {annotationPrefixes: [PREFIX]}).endpoints).toEqual([])
    expect(show(desiredOf([web], {annotationPrefixes: [OLD_PREFIX]}).endpoints)).toHaveLength(1)
  })
})

describe('under --enable-legacy-annotation-prefix', () => {
  const hosts = (annotations: Readonly<Record<string, string>>, changes: Partial<SourceSettings> = {}) =>
    show(
      desiredOf([balanced([{ip: '192.0.2.1'}], {annotations})], {copiesLegacyAnnotations: true, ...changes}).endpoints,
    ).map((line) => line.replace(/ \(.*/, ''))
  const filter = (text: string) => {
    const selector = parseAnnotationSelector(text)
    if (!selector.ok) throw new Error(selector.problem)
    return {annotationFilter: selector.value}
  }
  const OLD_HOST = {[`${OLD_PREFIX}hostname`]: 'old.example.org'}

  it('each key is read for itself, the present one first', () => {
    const annotations = {...OLD_HOST, [`${PREFIX}hostname`]: 'new.example.org', [`${OLD_PREFIX}ttl`]: '60'}
    expect(hosts(annotations)).toEqual(['new.example.org A 60 192.0.2.1'])
  })

  it.each([PREFIX, OLD_PREFIX])('a filter matches on either spelling: %s', (prefix) => {
    expect(hosts(OLD_HOST, filter(`${prefix}hostname=old.example.org`))).toHaveLength(1)
    expect(hosts(OLD_HOST, filter(`${prefix}hostname=other.example.org`))).toHaveLength(0)
  })

  it('without the flag a filter sees the keys as they are', () => {
    expect(hosts(OLD_HOST, {...filter(`${PREFIX}hostname`), copiesLegacyAnnotations: false})).toEqual([])
  })

  it('a filter sees the key that exists, not the former one', () => {
    const annotations = {[`${OLD_PREFIX}team`]: 'a', [`${PREFIX}team`]: 'b', [`${PREFIX}hostname`]: 'x.example.org'}
    expect(hosts(annotations, filter(`${PREFIX}team=a`))).toHaveLength(0)
    expect(hosts(annotations, filter(`${PREFIX}team=b`))).toHaveLength(1)
  })

  it('a template sees both keys', () => {
    const text = `{{index .Annotations "${PREFIX}x"}}-{{index .Annotations "${OLD_PREFIX}x"}}.example.org`
    const changes = {fqdnTemplate: template(text)}
    expect(hosts({[`${OLD_PREFIX}x`]: 'v'}, changes)).toEqual(['v-v.example.org A 0 192.0.2.1'])
  })

  it('a prefix of your own is read beside the former one', () => {
    const changes = {annotationPrefixes: ['my.org/', OLD_PREFIX]}
    expect(hosts(OLD_HOST, {...changes, ...filter('my.org/hostname')})).toEqual(['old.example.org A 0 192.0.2.1'])
    expect(hosts({...OLD_HOST, 'my.org/hostname': 'my.example.org'}, changes)).toEqual(['my.example.org A 0 192.0.2.1'])
    expect(hosts({[`${PREFIX}hostname`]: 'a.example.org'}, changes)).toEqual([])
  })

  it('an unknown key is told once, as it is written', () => {
    const annotations = {...OLD_HOST, [`${OLD_PREFIX}hostnam`]: 'x'}
    const {warnings} = desiredOf([balanced([{ip: '192.0.2.1'}], {annotations})], {copiesLegacyAnnotations: true})
    expect(warnings.map(({warning}) => warning)).toEqual([
      `${OLD_PREFIX}hostnam is unknown and has no effect; did you mean hostname?`,
    ])
  })
})

describe('provider-specific properties', () => {
  it.each([
    [{alias: 'true'}, ['alias=true']],
    [{alias: 'A'}, []],
    [{alias: 'false'}, []],
    [{'record-type': ''}, ['record-type=']],
    [{'aws-weight': '10', 'aws-foo': 'bar'}, ['aws/foo=bar', 'aws/weight=10']],
    [{'scw-x': '1', 'webhook-y': '2', 'coredns-z': '3'}, ['coredns/z=3', 'scw/x=1', 'webhook/y=2']],
    [{'azure-tags': 't'}, ['azure/tags=t']],
    [{'azure-other': 't'}, []],
    [{'aws-weight': '1', 'record-type': 'ptr', alias: 'true'}, ['alias=true', 'record-type=ptr', 'aws/weight=1']],
    [{'cloudflare-proxied': 'true', 'cloudflare-other': '1'}, [`${PREFIX}cloudflare-proxied=true`]],
    [{hostname: 'a', ttl: '1', 'set-identifier': 's'}, []],
  ])('%j give %j', (annotations, expected) => {
    const properties = toProperties(readAnnotations(service({annotations}), BOTH))
    expect(properties.map(({name, value}) => `${name}=${value}`)).toEqual(expected)
  })
})

describe('an empty host name', () => {
  it('gives no endpoint', () => {
    const web = (hostname: string) => balanced([{ip: '192.0.2.1'}], {annotations: {hostname}})
    expect(desiredOf([web('')]).endpoints).toEqual([])
    expect(show(desiredOf([web('a.example.org,,')]).endpoints)).toEqual([
      'a.example.org A 0 192.0.2.1 (service/shop/web)',
    ])
  })

  it('is not held either', () => {
    expect(showPending(desiredOf([balanced([], {annotations: {hostname: ''}})]))).toEqual([])
  })
})
