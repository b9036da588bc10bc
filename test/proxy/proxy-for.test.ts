import {describe, expect, it} from 'vitest'
import {describeProxy, parseProxyUrl, proxyFor} from '../../src/proxy/proxy-for.js'

const PROXY = 'http://proxy.example.com:3128'

function through(target: string, environment: Readonly<Record<string, string>>): string | undefined {
  const proxy = proxyFor(new URL(target), environment)
  return proxy && `${proxy.origin} ${proxy.url.href}`
}

describe('the proxy of a URL', () => {
  it.each([
    ['https://api.example.com', {HTTPS_PROXY: PROXY}, `HTTPS_PROXY ${PROXY}/`],
    ['https://api.example.com', {https_proxy: PROXY}, `https_proxy ${PROXY}/`],
    ['https://api.example.com', {HTTPS_PROXY: PROXY, https_proxy: 'http://other'}, `HTTPS_PROXY ${PROXY}/`],
    ['https://api.example.com', {HTTPS_PROXY: '', https_proxy: PROXY}, `https_proxy ${PROXY}/`],
    ['https://api.example.com', {HTTP_PROXY: PROXY}, undefined],
    ['http://api.example.com', {HTTP_PROXY: PROXY}, `HTTP_PROXY ${PROXY}/`],
    ['http://api.example.com', {http_proxy: PROXY}, `http_proxy ${PROXY}/`],
    ['http://api.example.com', {HTTPS_PROXY: PROXY}, undefined],
    ['https://api.example.com', {ALL_PROXY: PROXY}, `ALL_PROXY ${PROXY}/`],
    ['http://api.example.com', {all_proxy: PROXY}, `all_proxy ${PROXY}/`],
    ['https://api.example.com', {ALL_PROXY: 'http://other', https_proxy: PROXY}, `https_proxy ${PROXY}/`],
    ['https://api.example.com', {HTTPS_PROXY: 'proxy.example.com:3128'}, `HTTPS_PROXY ${PROXY}/`],
    ['https://api.example.com', {HTTPS_PROXY: '10.0.0.9:3128'}, 'HTTPS_PROXY http://10.0.0.9:3128/'],
    ['https://api.example.com', {HTTPS_PROXY: 'https://proxy:8443'}, 'HTTPS_PROXY https://proxy:8443/'],
    ['https://api.example.com', {HTTPS_PROXY: 'socks5://proxy:1080'}, 'HTTPS_PROXY socks5://proxy:1080'],
    ['https://api.example.com', {}, undefined],
  ])('of %s with %j is %s', (target, environment, expected) => {
    expect(through(target, environment)).toBe(expected)
  })

  it.each(['https://localhost:6443', 'https://127.0.0.1:6443', 'https://127.9.9.9', 'https://[::1]:6443'])(
    'is none for %s, which is this machine',
    (target) => {
      expect(through(target, {HTTPS_PROXY: PROXY})).toBeUndefined()
    },
  )

  it.each([
    ['*', 'https://api.example.com', true],
    ['example.com', 'https://example.com', true],
    ['example.com', 'https://api.example.com', true],
    ['example.com', 'https://badexample.com', false],
    ['EXAMPLE.com', 'https://API.example.COM', true],
    ['.example.com', 'https://api.example.com', true],
    ['.example.com', 'https://example.com', false],
    ['*.example.com', 'https://api.example.com', true],
    ['*.example.com', 'https://example.com', false],
    ['api.*.com', 'https://api.example.com', false],
    ['other.test, example.com ', 'https://api.example.com', true],
    ['example.com:6443', 'https://api.example.com:6443', true],
    ['example.com:6443', 'https://api.example.com', false],
    ['example.com:443', 'https://api.example.com', true],
    ['example.com:', 'https://api.example.com', true],
    ['bücher.example', 'https://xn--bcher-kva.example', true],
    ['10.0.0.1', 'https://10.0.0.1:6443', true],
    ['10.0.0.1:6443', 'https://10.0.0.1:6443', true],
    ['10.0.0.1:443', 'https://10.0.0.1:6443', false],
    ['10.0.0.0/8', 'https://10.200.3.4', true],
    ['10.0.0.0/8', 'https://11.0.0.1', false],
    ['10.0.0.0/33', 'https://10.0.0.1', false],
    ['10.0.0', 'https://10.0.0.1', false],
    ['fd00::/8', 'https://[fd12::1]:6443', true],
    ['fd12::1', 'https://[fd12::1]', true],
    ['[fd12::1]:6443', 'https://[fd12::1]:6443', true],
    ['[fd12::1]:6443', 'https://[fd12::1]', false],
    ['10.0.0.0/8', 'https://10.example.com', false],
    [':443', 'https://api.example.com', false],
    ['', 'https://api.example.com', false],
    [',,', 'https://api.example.com', false],
  ])('with NO_PROXY %j and %s is left out: %s', (noProxy, target, isLeftOut) => {
    expect(through(target, {HTTPS_PROXY: PROXY, NO_PROXY: noProxy}) === undefined).toBe(isLeftOut)
    expect(through(target, {HTTPS_PROXY: PROXY, no_proxy: noProxy}) === undefined).toBe(isLeftOut)
  })

  it('is not guessed where the variable holds something else', () => {
    expect(() => through('https://api.example.com', {https_proxy: 'ftp://me:pass@proxy'})).toThrow(
      expect.objectContaining({
        code: 'PROXY_INVALID',
        doing: 'use the proxy of https_proxy',
        happened: '"ftp://********@proxy" is not an address of a proxy.',
      }),
    )
  })

  it('does not matter where it is not used', () => {
    expect(through('https://api.example.com', {HTTPS_PROXY: 'ftp://proxy', NO_PROXY: '*'})).toBeUndefined()
  })
})

describe('the address of a proxy', () => {
  it.each(['http://', 'http://a b', 'socks4://proxy:1080', 'http://proxy:port', '://'])('is not %j', (text) => {
    expect(parseProxyUrl(text)).toBeUndefined()
  })

  it('is shown without its password', () => {
    expect(describeProxy({url: new URL('http://me:pass@proxy:3128'), origin: 'HTTPS_PROXY'})).toBe(
      'http://********@proxy:3128 (HTTPS_PROXY)',
    )
  })
})
