import {describe, expect, it} from 'vitest'
import {neededLists} from '../../src/sources/chosen-sources.js'
import {desiredOf, settings, sourcesOf, template} from './builders.js'

const TYPES = ['A', 'AAAA', 'CNAME', 'DNAME', 'MX', 'NAPTR', 'NS', 'PTR', 'SRV', 'TXT']

describe('the source fake', () => {
  it('makes up one endpoint of each of ten types, the same ones every time', () => {
    const found = desiredOf([], {sources: ['fake'], managedRecordTypes: TYPES})
    expect(found.problems).toEqual([])
    expect(found.endpoints.map(({recordType}) => recordType).sort()).toEqual(TYPES)
    expect(found.endpoints.every(({setIdentifier}) => setIdentifier === 'fake')).toBe(true)
    expect(found.endpoints.every(({resource, dnsName}) => resource === `fake/default/${dnsName}`)).toBe(true)
    expect(desiredOf([], {sources: ['fake'], managedRecordTypes: TYPES})).toEqual(found)
  })

  it('puts them below each name of the template, with as many addresses as there are names', () => {
    const fqdnTemplate = template('{{.Name}}.example.org,{{.Namespace}}.example.org')
    const {endpoints} = desiredOf([], {sources: ['fake'], fqdnTemplate, managedRecordTypes: TYPES})
    expect(endpoints).toHaveLength(20)
    const addresses = endpoints.filter(({recordType}) => recordType === 'A')
    expect(addresses.map(({targets}) => targets.length)).toEqual([2, 2])
    expect(addresses.every(({dnsName}) => /^[a-z]{4}\.(default|fake)\.example\.org$/.test(dnsName))).toBe(true)
  })

  it('has a problem when the template fails', () => {
    const {endpoints, problems} = desiredOf([], {sources: ['fake'], fqdnTemplate: template('{{.Spec.None}}')})
    expect([endpoints, problems.length]).toEqual([[], 1])
  })
})

describe('the sources fake and empty', () => {
  it('need no cluster, and empty wants nothing', () => {
    const flags = settings({sources: ['fake', 'empty']})
    expect(neededLists(sourcesOf(flags), flags)).toEqual([])
    expect(desiredOf([], {sources: ['empty']})).toEqual({
      endpoints: [],
      pending: [],
      problems: [],
      warnings: [],
      unused: [],
      waiting: [],
    })
  })
})
