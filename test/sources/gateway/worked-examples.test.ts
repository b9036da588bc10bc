import {describe, expect, it} from 'vitest'
import {gateway, listener, route, shown} from './builders.js'

const HOSTNAMES = ['Shop.example.org', 'api.example.net', 'x.example.com']

function e13(from: string | undefined, parts: Parameters<typeof gateway>[0] = {}) {
  const allowed = from === undefined ? {} : {from}
  return gateway({
    listeners: [
      listener({hostname: '*.example.org', ...allowed}),
      listener({name: 'other', protocol: 'HTTPS', port: 443, hostname: 'api.example.net', ...allowed}),
    ],
    ...parts,
  })
}

describe('worked example E13, an HTTPRoute behind two listeners', () => {
  const http = (hostnames?: readonly string[]) =>
    route({annotations: {ttl: '300'}, ...(hostnames === undefined ? {} : {hostnames})})

  it('an HTTPRoute gets the hosts that a listener takes, in lower case', () => {
    expect(shown([e13('All'), http(HOSTNAMES)])).toEqual([
      'api.example.net A 300 192.0.2.50 (httproute/d/r)',
      'shop.example.org A 300 192.0.2.50 (httproute/d/r)',
    ])
  })

  it('without hostnames it gets those of the listeners', () => {
    expect(shown([e13('All'), http()])).toEqual([
      '*.example.org A 300 192.0.2.50 (httproute/d/r)',
      'api.example.net A 300 192.0.2.50 (httproute/d/r)',
    ])
  })

  it('listeners that take Routes of their own namespace leave it nothing', () => {
    expect(shown([e13('Same'), http(HOSTNAMES)])).toEqual([])
    const bare = [{name: 'web', protocol: 'HTTP', port: 80, hostname: '*.example.org'}]
    expect(shown([gateway({listeners: bare}), http(HOSTNAMES)])).toEqual([])
  })

  it('the target annotation of the Gateway makes CNAMEs of them', () => {
    expect(shown([e13('All', {annotations: {target: 'edge.example.net'}}), http(HOSTNAMES)])).toEqual([
      'api.example.net CNAME 300 edge.example.net (httproute/d/r)',
      'shop.example.org CNAME 300 edge.example.net (httproute/d/r)',
    ])
  })
})
