import {expect, it} from 'vitest'
import {balanced, desiredOf, ingress, showUnused} from '../builders.js'

const LB = {loadBalancer: {ingress: [{ip: '192.0.2.1'}]}}

it('a host of which a wrapper leaves nothing is told with that wrapper, of every object that asks for it', () => {
  const objects = [
    balanced([{ip: '192.0.2.1'}], {annotations: {hostname: 'a.example.org'}}),
    ingress({spec: {rules: [{host: 'a.example.org'}]}, status: LB}),
    ingress({name: 'both', spec: {rules: [{host: 'b.example.org'}]}, annotations: {target: '192.0.2.1,2001:db8::1'}}),
  ]
  const found = desiredOf(objects, {excludeTargetNet: ['192.0.2.0/24']})
  expect(found.endpoints.map(({dnsName, recordType}) => [dnsName, recordType])).toEqual([['b.example.org', 'AAAA']])
  expect(showUnused(found)).toEqual(
    Array(2).fill('a.example.org: left out by --target-net-filter or --exclude-target-net'),
  )
  expect(found.unused.map(({origin}) => origin.kind).sort()).toEqual(['Ingress', 'Service'])
})
