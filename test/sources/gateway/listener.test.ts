import {describe, expect, it} from 'vitest'
import {GATEWAY_REF, gateway, type ListenerParts, listener, names, namespaceOf, route, routeOf} from './builders.js'

const HOST = ['a.example.org']
const TAKEN = ['a.example.org']

describe('a Route comes in by a listener', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['httproute', 'HTTPRoute', 'v1', ['HTTP', 'HTTPS']],
    ['grpcroute', 'GRPCRoute', 'v1', ['HTTP', 'HTTPS']],
    ['tlsroute', 'TLSRoute', 'v1', ['TLS']],
    ['tcproute', 'TCPRoute', 'v1alpha2', ['TLS', 'TCP']],
    ['udproute', 'UDPRoute', 'v1alpha2', ['UDP']],
  ])('that speaks its protocol: %s', (source, kind, version, expected) => {
    const annotations = {hostname: 'a.example.org'}
    const some = ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP', 'example.com/other', ''].filter((protocol) => {
      const objects = [gateway({listeners: [listener({protocol})]}), routeOf(kind, version, {annotations})]
      return names(objects, {sources: [`gateway-${source}`]}).length > 0
    })
    expect(some).toEqual(expected)
  })

  it.each([
    [{}, true],
    [{port: 80}, true],
    [{port: 81}, false],
    [{sectionName: 'web'}, true],
    [{sectionName: ''}, true],
    [{sectionName: 'other'}, false],
    [{sectionName: 'web', port: 81}, false],
  ])('that the reference means: %j', (ref, isTaken) => {
    const objects = [gateway(), route({hostnames: HOST, parentRefs: [{...GATEWAY_REF, ...ref}]})]
    expect(names(objects)).toEqual(isTaken ? TAKEN : [])
  })

  it.each<[readonly unknown[] | undefined, boolean]>([
    [undefined, true],
    [[], true],
    [[{kind: 'HTTPRoute'}], true],
    [[{group: 'gateway.networking.k8s.io', kind: 'HTTPRoute'}], true],
    [[{kind: 'GRPCRoute'}, {kind: 'HTTPRoute'}], true],
    [[{kind: 'GRPCRoute'}], false],
    [[{group: 'example.com', kind: 'HTTPRoute'}], false],
    [[{kind: 'httproute'}], false],
  ])('that allows its kind: %j', (kinds, isTaken) => {
    const one = listener(kinds === undefined ? {} : {kinds})
    expect(names([gateway({listeners: [one]}), route({hostnames: HOST})])).toEqual(isTaken ? TAKEN : [])
  })

  it.each<[ListenerParts, boolean]>([
    [{from: 'All'}, true],
    [{from: 'Same'}, false],
    [{from: 'None'}, false],
    [{from: 'other'}, false],
    [{from: ''}, false],
    [{from: 'Selector'}, false],
    [{from: 'Selector', selector: null}, false],
    [{from: 'Selector', selector: {}}, true],
    [{from: 'Selector', selector: {matchLabels: {env: 'p'}}}, true],
    [{from: 'Selector', selector: {matchLabels: {env: 'q'}}}, false],
    [{from: 'Selector', selector: {matchLabels: {env: 'p', tier: 'x'}}}, false],
    [{from: 'Selector', selector: expression('env', 'In', ['p', 'q'])}, true],
    [{from: 'Selector', selector: expression('env', 'In', ['q'])}, false],
    [{from: 'Selector', selector: expression('env', 'In', [])}, false],
    [{from: 'Selector', selector: expression('env', 'NotIn', ['q'])}, true],
    [{from: 'Selector', selector: expression('tier', 'NotIn', ['q'])}, true],
    [{from: 'Selector', selector: expression('env', 'NotIn', ['p'])}, false],
    [{from: 'Selector', selector: expression('env', 'NotIn', [])}, false],
    [{from: 'Selector', selector: expression('env', 'Exists')}, true],
    [{from: 'Selector', selector: expression('tier', 'Exists')}, false],
    [{from: 'Selector', selector: expression('tier', 'DoesNotExist')}, true],
    [{from: 'Selector', selector: expression('env', 'DoesNotExist')}, false],
    [{from: 'Selector', selector: expression('env', 'Like', ['p'])}, false],
    // What Kubernetes calls an invalid LabelSelector selects nothing.
    [{from: 'Selector', selector: expression('env', 'Exists', ['p'])}, false],
    [{from: 'Selector', selector: expression('tier', 'DoesNotExist', ['p'])}, false],
    [{from: 'Selector', selector: expression('the tier', 'DoesNotExist')}, false],
    [{from: 'Selector', selector: expression('', 'DoesNotExist')}, false],
    [{from: 'Selector', selector: expression('tier', 'NotIn', ['a b'])}, false],
    [{from: 'Selector', selector: expression('tier', 'NotIn', [''])}, true],
  ])('that allows its namespace: %j', (parts, isTaken) => {
    const objects = [gateway({listeners: [listener(parts)]}), namespaceOf('d', {env: 'p'}), namespaceOf('infra')]
    expect(names([...objects, route({hostnames: HOST})])).toEqual(isTaken ? TAKEN : [])
  })

  it('of its own namespace, when nothing is said about namespaces', () => {
    const bare = {name: 'web', protocol: 'HTTP', port: 80}
    for (const allowed of [{}, {allowedRoutes: {}}, {allowedRoutes: {namespaces: {}}}]) {
      const one = gateway({listeners: [{...bare, ...allowed}]})
      expect(names([one, route({hostnames: HOST, namespace: 'infra'})])).toEqual(TAKEN)
      expect(names([one, route({hostnames: HOST})])).toEqual([])
    }
  })

  it('of every listener that takes it, each target once', () => {
    const listeners = [listener(), listener({name: 'tls', protocol: 'HTTPS', port: 443})]
    expect(names([gateway({listeners}), route({hostnames: HOST})])).toEqual(TAKEN)
  })

  it('whose host fits nothing is left out', () => {
    const listeners = [listener({hostname: '192.0.2.1'}), listener({hostname: 'b.example.org'})]
    expect(names([gateway({listeners}), route({hostnames: HOST})])).toEqual([])
    expect(names([gateway(), route()])).toEqual([])
  })
})

function expression(key: string, operator: string, values?: readonly string[]): unknown {
  return {matchExpressions: [{key, operator, ...(values && {values})}]}
}
