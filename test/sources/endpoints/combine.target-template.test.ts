import {describe, expect, it} from 'vitest'
import {withPairsAndTargets} from '../../../src/sources/endpoints/combine.js'
import {endpointsFor} from '../../../src/sources/endpoints/resolved-targets.js'
import {NOTHING} from '../../../src/sources/object/desired.js'
import {toSourceObject} from '../../../src/sources/object/source-object.js'
import type {SourceSettings} from '../../../src/sources/source-settings.js'
import {object, settings, show, showPending, template} from '../builders.js'

const fqdnTemplate = template('b.example.org,a.example.org.')
const targetTemplate = template('192.0.2.2,lb.example.net.,192.0.2.1,2001:db8::1')
const thing = object('example.org/v1', 'Thing', {
  annotations: {ttl: '60', 'set-identifier': 'x'},
  spec: {ip: '192.0.2.5'},
})

function templated(changes: Partial<SourceSettings>, found = NOTHING) {
  return withPairsAndTargets(found, toSourceObject(thing, 'thing/shop/web', 'unstructured', settings(changes)))
}

describe('names with templates of targets', () => {
  it('point at every target, by type, and take nothing from the object', () => {
    const shown = show(templated({fqdnTemplate, targetTemplate}).endpoints)
    expect(shown).toEqual(
      ['a', 'b'].flatMap((host) => [
        `${host}.example.org A 0 192.0.2.1;192.0.2.2`,
        `${host}.example.org AAAA 0 2001:db8::1`,
        `${host}.example.org CNAME 0 lb.example.net`,
      ]),
    )
  })

  it('need both templates', () => {
    expect(templated({fqdnTemplate})).toEqual(NOTHING)
    expect(templated({targetTemplate})).toEqual(NOTHING)
  })

  it('are held while the template of targets prints nothing', () => {
    const found = templated({
      fqdnTemplate,
      targetTemplate: template('{{if .Status.ip}}{{.Status.ip}}{{end}}'),
    })
    expect(showPending(found)).toEqual([
      'a.example.org: has nothing that --target-template could print yet',
      'b.example.org: has nothing that --target-template could print yet',
    ])
  })

  it('are a fallback, unless they are to be combined', () => {
    const sourceObject = toSourceObject(thing, 'thing/shop/web', 'unstructured', settings())
    const own = endpointsFor({host: 'o.example.org', field: 'x'}, ['192.0.2.9'], sourceObject)
    expect(templated({fqdnTemplate, targetTemplate}, own)).toEqual(own)
    const both = templated({fqdnTemplate, targetTemplate, combinesFqdnAnnotation: true}, own)
    expect(both.endpoints).toHaveLength(7)
  })

  it('are a problem when the fqdn template fails although there is no template of targets', () => {
    const {endpoints, problems} = templated({fqdnTemplate: template('{{index .Labels 1}}')})
    expect(endpoints).toEqual([])
    expect(problems.map(({origin, resource}) => [origin.field, resource])).toEqual([['fqdn template', '']])
  })

  it.each([
    ['fqdn template', {fqdnTemplate: template('{{index .Labels 1}}'), targetTemplate}],
    ['target template', {fqdnTemplate, targetTemplate: template('{{index .Labels 1}}')}],
  ])('are a problem that names no record when the %s fails', (field, changes) => {
    const {endpoints, problems} = templated(changes)
    expect(endpoints).toEqual([])
    expect(problems.map(({origin, resource}) => [origin.field, resource])).toEqual([[field, '']])
  })

  it('come after pairs, which keep them from running', () => {
    const fqdnTargetTemplate = template('p.example.org:192.0.2.3')
    const found = templated({fqdnTemplate, targetTemplate, fqdnTargetTemplate})
    expect(show(found.endpoints)).toEqual(['p.example.org A 0 192.0.2.3'])
  })
})
