import {describe, expect, it} from 'vitest'
import type {Parsed} from '../../../src/dns/parsed.js'
import {parseAnnotationSelector, parseLabelSelector, type Selector} from '../../../src/sources/object/selector.js'
import {balanced, desiredOf, type ObjectParts, OLD_PREFIX, showUnused} from '../builders.js'

function selector(read: Parsed<Selector>): Selector {
  if (!read.ok) throw new Error(read.problem)
  return read.value
}

const CONTROLLER = 'left out by the annotation controller of the object'

describe('an object is read only when', () => {
  const web = (parts: ObjectParts) =>
    balanced([{ip: '192.0.2.1'}], {...parts, annotations: {hostname: 'a.example.org', ...parts.annotations}})

  it.each([
    ['its namespace is the one asked for', {namespace: 'shop'}, {}, {namespace: 'other'}, undefined],
    [
      'its labels match',
      {labelFilter: selector(parseLabelSelector('tier=web,env!=dev'))},
      {labels: {tier: 'web'}},
      {labels: {tier: 'web', env: 'dev'}},
      'left out by --label-filter',
    ],
    [
      'its annotations match',
      {annotationFilter: selector(parseAnnotationSelector('example.com/dns in (yes)'))},
      {annotations: {'example.com/dns': 'yes'}},
      {annotations: {'example.com/dns': 'no'}},
      'left out by --annotation-filter',
    ],
    [
      'no other controller has it',
      {},
      {annotations: {controller: 'dns-controller'}},
      {annotations: {controller: 'other'}},
      CONTROLLER,
    ],
    ['its controller is not empty', {}, {}, {annotations: {controller: ''}}, CONTROLLER],
    [
      'the old prefix names no other controller',
      {},
      {},
      {annotations: {[`${OLD_PREFIX}controller`]: 'other'}},
      CONTROLLER,
    ],
  ])('%s', (_, changes, read: ObjectParts, unread: ObjectParts, reason) => {
    expect(desiredOf([web(read)], changes).endpoints).toHaveLength(1)
    const found = desiredOf([web(unread)], changes)
    expect(found).toMatchObject({endpoints: [], pending: [], problems: [], warnings: []})
    expect(showUnused(found)).toEqual(reason === undefined ? [] : [`a.example.org: ${reason}`])
  })
})
