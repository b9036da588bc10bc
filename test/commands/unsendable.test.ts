import {describe, expect, it} from 'vitest'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import {service} from './objects.js'
import {AS_PROD, expectNoWrite, stage} from './stage.js'

const PREFIX = 'external-dns.alpha.kubernetes.io/'

/** A Service whose host has a routing policy. */
function weighted(name: string, identifier: string, more: Readonly<Record<string, string>> = {}): KubernetesObject {
  const own = {'set-identifier': identifier, 'aws-weight': '10', ...more}
  const annotations = Object.fromEntries(Object.entries(own).map(([key, value]) => [`${PREFIX}${key}`, value]))
  return service(name, `${name}.example.com`, {annotations})
}

describe('what no request can carry', () => {
  it.each([
    ['a control character', 'eu\u0001', 'U+0001'],
    ['a NUL', 'eu\u0000', 'U+0000'],
    ['an escape', '\u001b[2Jeu', 'U+001B'],
    ['U+FFFE', 'eu\ufffe', 'U+FFFE'],
    ['U+FFFF', '\uffff', 'U+FFFF'],
    ['half a surrogate pair', 'eu\ud83d', 'U+D83D'],
    ['the other half', '\ude00eu', 'U+DE00'],
  ])('is a problem of its object: %s in a set identifier', async (_what, identifier, phrase) => {
    const scene = await stage({objects: [weighted('bad', identifier), service('good', 'good.example.com')]})
    const {stdout, exitCode} = await scene.run('plan', AS_PROD)
    expect(stdout).toMatch(/! bad\.example\.com +object-problem/)
    expect(stdout).toContain(phrase)
    expect(exitCode).toBe(4)
    const applied = await scene.run('apply', AS_PROD, '--yes')
    expect(applied.stdout).toContain('Applied 1 of 1 host.')
    expect(applied.exitCode).toBe(4)
    expect(scene.names().map(([, name]) => name)).not.toContain('bad.example.com.')
  })

  it('is a problem in a health check id, a region and a set identifier that is too long', async () => {
    const objects = [
      weighted('check', 'eu', {'aws-health-check-id': 'a\u0001'}),
      weighted('long', 'x'.repeat(129)),
      weighted('emoji', '😀'.repeat(65)),
    ]
    const scene = await stage({objects})
    const {stdout, exitCode} = await scene.run('plan', AS_PROD)
    expect(stdout.match(/object-problem/g)).toHaveLength(3)
    expect(stdout).toContain('the set identifier has 129 characters')
    expect(exitCode).toBe(4)
    await scene.run('apply', AS_PROD, '--yes')
    expectNoWrite(scene)
  })

  it('is a problem in a target of a DNSEndpoint, but not in a text, which is sent in octal', async () => {
    const endpoint = (name: string, recordType: string, target: string) => ({
      apiVersion: 'externaldns.k8s.io/v1alpha1',
      kind: 'DNSEndpoint',
      metadata: {name, namespace: 'web'},
      spec: {endpoints: [{dnsName: `${name}.example.com`, recordType, targets: [target]}]},
    })
    const objects = [
      endpoint('caa', 'CAA', '0 issue "ca\u0001.example.net"'),
      endpoint('https', 'HTTPS', '1 . alpn="h2\u0001"'),
      endpoint('text', 'TXT', 'a\u0001b\ufffe'),
    ]
    const scene = await stage({objects})
    const flags = ['CAA', 'HTTPS', 'TXT'].map((type) => `--managed-record-types=${type}`)
    const {stdout, exitCode} = await scene.run('apply', AS_PROD, '--source=crd', ...flags, '--yes')
    expect(stdout.match(/object-problem/g)).toHaveLength(2)
    const words = stdout.replace(/\s+/g, ' ')
    expect(words).toContain('has a character that must be an octal escape (DNSEndpoint web/caa')
    expect(words).toContain('a value of the HTTPS record holds U+0001, which no request to Route 53 can carry')
    expect(stdout).toContain('Applied 1 of 1 host.')
    expect(exitCode).toBe(4)
  })

  it('does not include letters of any script, emoji and tabs', async () => {
    const objects = [weighted('a', '例え'), weighted('b', '😀'), weighted('c', 'a b\tc'), weighted('d', '\u0085\u007f')]
    const scene = await stage({objects})
    expect((await scene.run('apply', AS_PROD, '--yes')).stdout).toContain('Applied 4 of 4 hosts.')
    expect((await scene.run('plan', AS_PROD)).stdout).toContain('No changes.')
  })
})
